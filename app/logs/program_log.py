"""The logs of the program and its engines: starts, stops, and finds their files."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from app.logs.log_file import PROGRAM, file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from app.logs.reading import LogReader
    from app.logs.writing import LogQueue

__all__ = ["PROGRAM", "ProgramLog"]

logger = logging.getLogger(__name__)

#: Loggers whose INFO is written; of other loggers only warnings are.
_OURS = ("app", "workers", "engineroom")


class ProgramLog:
    """Writes a log for the program and one for each engine; costs nothing until it's started.

    Doesn't change what the terminal shows.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        """Args: folder: Returns the folder of the files; called off the main thread."""
        self._folder = folder
        self._queue: LogQueue | None = None
        self._observers: tuple[Callable[[str], object], ...] = ()
        self._lock = threading.Lock()
        self._levels: dict[str, int] = {}
        self._hooks = (sys.excepthook, threading.excepthook)

    def start(self, level: int = logging.INFO) -> None:
        """Starts writing. Blocks for some milliseconds; a second call does nothing.

        Args:
            level: Of the program's loggers, as ``logging`` counts them.
        """
        from app.logs.writing import LogFiles, LogQueue
        from workers.base.clock import MonotonicClock

        with self._lock:
            if self._queue is not None:
                return
            self._queue = LogQueue(LogFiles(self._folder(), MonotonicClock(), self._notify))
            for name in _OURS:
                self._levels[name] = logging.getLogger(name).level
                logging.getLogger(name).setLevel(level)
            logging.getLogger().addHandler(self._queue)
            self._hooks = (sys.excepthook, threading.excepthook)
            sys.excepthook = self._note_uncaught
            threading.excepthook = self._note_uncaught_in_thread

    def set_level(self, level: int) -> None:
        """Changes the level of the program's loggers; only between :meth:`start` and :meth:`close`.

        Args:
            level: As ``logging`` counts them.
        """
        with self._lock:
            for name in self._levels if self._queue is not None else ():
                logging.getLogger(name).setLevel(level)

    def close(self) -> None:
        """Writes queued lines and closes the files. Blocks: for seconds on a disk that hangs."""
        with self._lock:
            if self._queue is None:
                return
            logging.getLogger().removeHandler(self._queue)
            for name, level in self._levels.items():
                logging.getLogger(name).setLevel(level)
            sys.excepthook, threading.excepthook = self._hooks
            self._queue.close()
            self._queue = None

    def path(self, engine: str = "") -> Path:
        """Returns the file of an engine's log, or of the program's own; it may not exist."""
        return self._folder() / file_name(engine)

    def reader(self, engine: str = "") -> LogReader:
        """Makes a reader of that file and its rotated files. Not for the main thread."""
        from app.logs.reading import LogReader

        return LogReader(self.path(engine))

    @staticmethod
    def key(engine: str = "") -> str:
        """Returns what observers get when an engine's log has grown."""
        return file_name(engine).removesuffix(".log")

    def add_observer(self, on_written: Callable[[str], object]) -> None:
        """Calls ``on_written`` with the :meth:`key` of each log that grows; on another thread."""
        with self._lock:
            self._observers = (*self._observers, on_written)

    def remove_observer(self, on_written: Callable[[str], object]) -> None:
        """Removes an observer; one call may still be running."""
        with self._lock:
            self._observers = tuple(kept for kept in self._observers if kept != on_written)

    def _notify(self, log: str) -> None:
        for on_written in self._observers:
            on_written(log)

    def _note_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # The previous hook prints it to the terminal.
        self._note("Uncaught", error)
        self._hooks[0](kind, error, trace)

    def _note_uncaught_in_thread(self, uncaught: threading.ExceptHookArgs) -> None:
        self._note(
            f"Uncaught in {uncaught.thread.name if uncaught.thread else 'a thread'}",
            uncaught.exc_value,
        )
        self._hooks[1](uncaught)

    def _note(self, where: str, error: BaseException | None) -> None:
        waiting = self._queue
        if waiting is not None and isinstance(error, Exception):
            record = logger.makeRecord(
                PROGRAM,
                logging.CRITICAL,
                "",
                0,
                where,
                (),
                (type(error), error, error.__traceback__),
            )
            waiting.handle(record)
