"""Writes log records to files: they wait in a queue for one writing thread."""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from logging.handlers import QueueHandler, QueueListener
from typing import TYPE_CHECKING, Any

from app.logs.lines import LevelGuess, clean_lines, format_line
from app.logs.log_file import WORKER_LOGGERS, LogFile, log_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workers.base.clock import Clock

logger = logging.getLogger(__name__)

#: Records that may wait for the disk; further ones are dropped and counted.
MAX_WAITING = 20_000
#: Files that are open at once; the least recently used is closed first.
_MAX_OPEN = 32
#: Seconds without writing after a failure.
RETRY_S = 10.0
#: Longest wait for the disk at the end of the program, in seconds.
_END_WITHIN_S = 5.0


class LogFiles(logging.Handler):
    """Writes each record to the log it belongs to. Used by one thread at a time."""

    def __init__(
        self, folder: Path, clock: Clock, on_written: Callable[[str], object] = lambda _: None
    ) -> None:
        """Args: on_written: Gets the name of a log that has grown, on the writing thread."""
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._on_written = on_written
        self._files: OrderedDict[str, LogFile] = OrderedDict()
        self._guesses: dict[str, LevelGuess] = {}
        self._retry_at: dict[str, float] = {}
        self._lost: dict[str, int] = {}
        self._is_reported = False

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record, one line for each of its lines."""
        log = log_of(record.name)
        try:
            text = clean_lines(record.getMessage())
            written = [self._line(record, line) for line in text]
            if self._clock.now() < self._retry_at.get(log, 0.0):
                self._lost[log] = self._lost.get(log, 0) + len(written)
                return
            self._write(log, record, written)
        except Exception:  # noqa: BLE001 - as in every handler: reported on stderr
            self.handleError(record)

    def close(self) -> None:
        """Closes all files."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        super().close()

    def _line(self, record: logging.LogRecord, line: str) -> bytes:
        level = record.levelno
        if level == logging.INFO and record.name.startswith(WORKER_LOGGERS):
            level = self._guesses.setdefault(record.name, LevelGuess()).level_of(line)
        return format_line(record.created, level, record.name, line)

    def _write(self, log: str, record: logging.LogRecord, written: list[bytes]) -> None:
        file = self._file(log)
        left = len(written)
        try:
            if self._lost.get(log):
                text = f"{self._lost[log]} earlier lines could not be written"
                file.write(format_line(record.created, logging.WARNING, __name__, text))
                self._lost[log] = 0
            for line in written:
                file.write(line)
                left -= 1
        except OSError as error:
            self._lost[log] = self._lost.get(log, 0) + left
            self._retry_at[log] = self._clock.now() + RETRY_S
            file.close()
            self._report(error)
        self._on_written(log)

    def _file(self, log: str) -> LogFile:
        file = self._files.get(log)
        if file is None:
            file = self._files[log] = LogFile(self._folder / f"{log}.log")
            if len(self._files) > _MAX_OPEN:
                self._files.popitem(last=False)[1].close()
        self._files.move_to_end(log)
        return file

    def _report(self, error: OSError) -> None:
        if not self._is_reported:
            self._is_reported = True
            logger.warning("couldn't write logs to %s: %s", self._folder, error)


class LogQueue(QueueHandler):
    """Handler that queues records without waiting for the disk."""

    def __init__(self, files: LogFiles) -> None:
        """Starts the writing thread, a daemon."""
        waiting: queue.Queue[logging.LogRecord] = queue.Queue(MAX_WAITING)
        super().__init__(waiting)
        self._files = files
        self._waiting = waiting
        self._listener = _Listener(waiting, files)
        self._dropped = 0
        self._drop_lock = threading.Lock()
        self._listener.start()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Queues a record, or drops and counts it if the disk doesn't keep up."""
        try:
            self._report_dropped(record)
            self._waiting.put_nowait(record)
        except queue.Full:
            with self._drop_lock:
                self._dropped += 1

    def close(self) -> None:
        """Writes queued records and closes the files; gives up on a disk that hangs."""
        super().close()
        if self._listener.end(_END_WITHIN_S):
            self._files.close()

    def _report_dropped(self, record: logging.LogRecord) -> None:
        if not self._dropped or self._waiting.qsize() > MAX_WAITING // 2:
            return
        with self._drop_lock:
            dropped, self._dropped = self._dropped, 0
        if dropped:
            fields = {
                "name": __name__,
                "levelno": logging.WARNING,
                "created": record.created,
                "msg": f"{dropped} lines lost: the disk is too slow",
            }
            self._waiting.put_nowait(logging.makeLogRecord(fields))


class _Listener(QueueListener):
    """Queue listener whose end has a time limit."""

    def __init__(self, waiting: queue.Queue[logging.LogRecord], files: LogFiles) -> None:
        super().__init__(waiting, files)
        self._waiting = waiting
        self._end_within_s = 0.0

    def enqueue_sentinel(self) -> None:
        """Asks the thread to end; raises ``queue.Full`` if the disk hangs."""
        sentinel: Any = self._sentinel  # pyright: ignore[reportAttributeAccessIssue] - as in the base class
        self._waiting.put(sentinel, timeout=self._end_within_s)

    def end(self, within_s: float) -> bool:
        """Writes queued records; returns whether that ended in time, False for a second call."""
        thread, self._thread = self._thread, None
        if thread is None:
            return False
        try:
            self._end_within_s = within_s
            self.enqueue_sentinel()
        except queue.Full:
            return False
        thread.join(within_s)
        return not thread.is_alive()
