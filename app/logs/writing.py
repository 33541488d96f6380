"""From loggers to files: records wait in a queue, and one thread of its own writes them."""

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

#: Records that may wait for the disk; more are counted, and lost.
MAX_WAITING = 20_000
#: Files that are held open; the one that was silent longest is closed first.
_MAX_OPEN = 32
#: After a failure, the disk is left in peace for so many seconds.
RETRY_S = 10.0
#: So long the end of the program waits for the disk, in seconds.
_END_WITHIN_S = 5.0


class LogFiles(logging.Handler):
    """Writes records into the file that each belongs to. Used by one thread at a time."""

    def __init__(
        self, folder: Path, clock: Clock, on_written: Callable[[str], object] = lambda _: None
    ) -> None:
        """Args: on_written: Told whose file has grown, on the writing thread."""
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._on_written = on_written
        self._files: OrderedDict[str, LogFile] = OrderedDict()
        self._guesses: dict[str, LevelGuess] = {}
        self._retry_at: dict[str, float] = {}
        self._lost: dict[str, int] = {}
        self._is_told = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, one line for each of its lines."""
        log = log_of(record.name)
        try:
            text = clean_lines(record.getMessage())
            written = [self._line(record, line) for line in text]
            if self._clock.now() < self._retry_at.get(log, 0.0):
                self._lost[log] = self._lost.get(log, 0) + len(written)
                return
            self._write(log, record, written)
        except Exception:  # noqa: BLE001 - as every handler does: told on stderr, and life goes on
            self.handleError(record)

    def close(self) -> None:
        """Close every file."""
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
                told = f"{self._lost[log]} earlier lines could not be written"
                file.write(format_line(record.created, logging.WARNING, __name__, told))
                self._lost[log] = 0
            for line in written:
                file.write(line)
                left -= 1
        except OSError as error:
            self._lost[log] = self._lost.get(log, 0) + left
            self._retry_at[log] = self._clock.now() + RETRY_S
            file.close()
            self._tell(error)
        self._on_written(log)

    def _file(self, log: str) -> LogFile:
        file = self._files.get(log)
        if file is None:
            file = self._files[log] = LogFile(self._folder / f"{log}.log")
            if len(self._files) > _MAX_OPEN:
                self._files.popitem(last=False)[1].close()
        self._files.move_to_end(log)
        return file

    def _tell(self, error: OSError) -> None:
        if not self._is_told:
            self._is_told = True
            logger.warning("couldn't write logs to %s: %s", self._folder, error)


class LogQueue(QueueHandler):
    """What loggers write to: it takes a record and returns, whatever the disk does."""

    def __init__(self, files: LogFiles) -> None:
        """Begin to write, on a daemon thread."""
        waiting: queue.Queue[logging.LogRecord] = queue.Queue(MAX_WAITING)
        super().__init__(waiting)
        self._files = files
        self._waiting = waiting
        self._listener = _Listener(waiting, files)
        self._dropped = 0
        self._drop_lock = threading.Lock()
        self._listener.start()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Hand a record over, or count it as lost where the disk does not keep up."""
        try:
            self._tell_dropped(record)
            self._waiting.put_nowait(record)
        except queue.Full:
            with self._drop_lock:
                self._dropped += 1

    def close(self) -> None:
        """Write what waits, then close the files; gives up on a disk that hangs."""
        super().close()
        if self._listener.end(_END_WITHIN_S):
            self._files.close()

    def _tell_dropped(self, record: logging.LogRecord) -> None:
        if not self._dropped or self._waiting.qsize() > MAX_WAITING // 2:
            return
        with self._drop_lock:
            dropped, self._dropped = self._dropped, 0
        if dropped:
            told = {
                "name": __name__,
                "levelno": logging.WARNING,
                "created": record.created,
                "msg": f"{dropped} lines lost: the disk is too slow",
            }
            self._waiting.put_nowait(logging.makeLogRecord(told))


class _Listener(QueueListener):
    """The standard library's, with an end that does not wait for ever."""

    def __init__(self, waiting: queue.Queue[logging.LogRecord], files: LogFiles) -> None:
        super().__init__(waiting, files)
        self._waiting = waiting
        self._end_within_s = 0.0

    def enqueue_sentinel(self) -> None:
        """Ask the thread to end; raises ``queue.Full`` where the disk does not move."""
        sentinel: Any = self._sentinel  # pyright: ignore[reportAttributeAccessIssue] - as in the base class
        self._waiting.put(sentinel, timeout=self._end_within_s)

    def end(self, within_s: float) -> bool:
        """Write what waits; True when that was done in time, False too for a second call."""
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
