"""Reads a growing log on its own thread."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

if TYPE_CHECKING:
    from pathlib import Path

    from app.logs import ProgramLog
    from app.logs.reading import LogReader

logger = logging.getLogger(__name__)

#: Lines within this time are read together.
_TOGETHER_MS = 100
#: The program waits this long for the last read when it ends.
_END_WITHIN_MS = 2000


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Lines of a log.

    Attributes:
        choice: Number of the call of :meth:`LogFollower.choose`.
        path: The log file.
        lines: Lines as they are shown, oldest first.
        replaces: Whether the lines replace all lines before.
        error: Why the log couldn't be read; empty otherwise.
    """

    choice: int
    path: Path
    lines: tuple[str, ...] = ()
    replaces: bool = False
    error: str = ""


class _Reader(QObject):
    """Reads; lives in the thread."""

    read = Signal(object)
    _grown = Signal()

    def __init__(self, log: ProgramLog) -> None:
        super().__init__()
        self._log = log
        self._engine = self._key = ""
        self._choice = 0
        self._reader: LogReader | None = None
        self._timer: QTimer | None = None
        self._is_notified = False
        self._grown.connect(self._read_soon)

    @Slot(str, int, int)
    def choose(self, engine: str, min_level: int, choice: int) -> None:
        """Reads another log from its end, or the same log with another level."""
        from app.logs.reading import LogReader

        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.timeout.connect(self._read)
            self._log.add_observer(self._note_growth)
        self._engine, self._key, self._choice = engine, self._log.key(engine), choice
        self._reader = LogReader(self._log.path(engine), min_level=min_level)
        self._read()

    @Slot()
    def end(self) -> None:
        self._log.remove_observer(self._note_growth)
        if self._timer is not None:
            self._timer.stop()
        QThread.currentThread().quit()

    def _note_growth(self, key: str) -> None:
        # Called on the writing thread for every line; one pending signal is enough.
        if key == self._key and not self._is_notified:
            self._is_notified = True
            self._grown.emit()

    def _read_soon(self) -> None:
        if self._timer is not None:
            self._timer.start(_TOGETHER_MS)

    def _read(self) -> None:
        from app.gui.log_window.line_text import shown

        reader = self._reader
        assert reader is not None, "no log selected"
        self._is_notified = False
        try:
            part = reader.follow()
        except OSError as error:
            self.read.emit(ReadLines(self._choice, reader.path, error=str(error)))
            return
        lines = tuple(shown(line, with_logger=not self._engine) for line in part.lines)
        if lines or part.is_anew:
            self.read.emit(ReadLines(self._choice, reader.path, lines, part.is_anew))


class LogFollower(QObject):
    """Follows one log at a time. All methods except :meth:`wait` return at once.

    Attributes:
        read: Lines of the current log were read: ``ReadLines``.
    """

    read = Signal(object)
    _chosen = Signal(str, int, int)
    _end_asked = Signal()

    def __init__(self, log: ProgramLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = 0
        self._thread = QThread(self)
        self._reader = _Reader(log)
        self._reader.moveToThread(self._thread)
        self._reader.read.connect(self._on_read)
        self._chosen.connect(self._reader.choose)
        self._end_asked.connect(self._reader.end)
        self._thread.start()

    def choose(self, engine: str, min_level: int) -> None:
        """Follows a log, its last lines first.

        Args:
            engine: The engine's ID; empty for the program's log.
            min_level: Lowest level of ``logging`` to show.
        """
        self._choice += 1
        self._chosen.emit(engine, min_level, self._choice)

    def end(self) -> None:
        """Stops reading; the follower deletes itself when the thread has ended."""
        self._thread.finished.connect(self.deleteLater)
        self._end_asked.emit()

    def wait(self) -> None:
        """Waits until the thread has ended, after :meth:`end`."""
        if not self._thread.wait(_END_WITHIN_MS):
            logger.warning("log reader still running")

    def _on_read(self, lines: ReadLines) -> None:
        if lines.choice == self._choice:
            self.read.emit(lines)
