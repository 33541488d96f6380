"""The whole of the program's logging: begins, ends, and tells where files are."""

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

#: Loggers whose INFO goes into the files; of others only warnings do.
_OURS = ("app", "workers", "engineroom")


class ProgramLog:
    """Keeps the program's log, and one for each engine. Costs nothing until it is started.

    What the terminal shows stays as it is.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        """Args: folder: Tells where the files go; called off the main thread."""
        self._folder = folder
        self._queue: LogQueue | None = None
        self._observers: tuple[Callable[[str], object], ...] = ()
        self._lock = threading.Lock()
        self._levels: dict[str, int] = {}
        self._hooks = (sys.excepthook, threading.excepthook)

    def start(self, level: int = logging.INFO) -> None:
        """Write from now on. Blocks for some milliseconds; a second call does nothing.

        Args:
            level: Of our own loggers, as ``logging`` counts them.
        """
        from app.logs.writing import LogFiles, LogQueue
        from workers.base.clock import MonotonicClock

        with self._lock:
            if self._queue is not None:
                return
            self._queue = LogQueue(LogFiles(self._folder(), MonotonicClock(), self._tell))
            for name in _OURS:
                self._levels[name] = logging.getLogger(name).level
                logging.getLogger(name).setLevel(level)
            logging.getLogger().addHandler(self._queue)
            self._hooks = (sys.excepthook, threading.excepthook)
            sys.excepthook = self._note_uncaught
            threading.excepthook = self._note_uncaught_in_thread

    def set_level(self, level: int) -> None:
        """Write more or less from now on; nothing before :meth:`start`, or after the end.

        Args:
            level: Of our own loggers, as ``logging`` counts them.
        """
        with self._lock:
            for name in self._levels if self._queue is not None else ():
                logging.getLogger(name).setLevel(level)

    def close(self) -> None:
        """Write what waits and close the files. Blocks for seconds on a bad disk, no more."""
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
        """An engine's log file, or the program's own; it need not exist. May read the disk."""
        return self._folder() / file_name(engine)

    def reader(self, engine: str = "") -> LogReader:
        """Reads that file and its predecessors. Not for the main thread."""
        from app.logs.reading import LogReader

        return LogReader(self.path(engine))

    @staticmethod
    def key(engine: str = "") -> str:
        """What observers are told when this engine's file has grown."""
        return file_name(engine).removesuffix(".log")

    def add_observer(self, on_written: Callable[[str], object]) -> None:
        """Have whose file has grown told, on the writing thread: see :meth:`key`."""
        with self._lock:
            self._observers = (*self._observers, on_written)

    def remove_observer(self, on_written: Callable[[str], object]) -> None:
        """Tell it no more; one call may still be under way."""
        with self._lock:
            self._observers = tuple(it for it in self._observers if it != on_written)

    def _tell(self, log: str) -> None:
        for on_written in self._observers:
            on_written(log)

    def _note_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # The terminal gets it from the hook that was there before.
        self._note("Uncaught", error)
        self._hooks[0](kind, error, trace)

    def _note_uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        self._note(f"Uncaught in {told.thread.name if told.thread else 'a thread'}", told.exc_value)
        self._hooks[1](told)

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
