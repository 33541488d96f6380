"""Reads a log as it grows, on a thread of its own."""

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

#: Lines that come within so many milliseconds are handed over together.
_TOGETHER_MS = 100
#: So long the end of the program waits for the last reading, in milliseconds.
_END_WITHIN_MS = 2000


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What was read.

    Attributes:
        choice: The number of the choice that it belongs to.
        path: The file.
        lines: As they are shown, oldest first.
        is_anew: They replace whatever was read before.
        error: Why nothing could be read; empty otherwise.
    """

    choice: int
    path: Path
    lines: tuple[str, ...] = ()
    is_anew: bool = False
    error: str = ""


class _Reader(QObject):
    """Lives in the reading thread."""

    read = Signal(object)
    _grown = Signal()

    def __init__(self, log: ProgramLog) -> None:
        super().__init__()
        self._log = log
        self._engine = self._key = ""
        self._choice = 0
        self._reader: LogReader | None = None
        self._timer: QTimer | None = None
        self._is_told = False
        self._grown.connect(self._read_soon)

    @Slot(str, int, int)
    def choose(self, engine: str, min_level: int, choice: int) -> None:
        """Read another log from its end on, or the same one with other levels."""
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
        # On the writing thread, for every line: one signal at a time is enough.
        if key == self._key and not self._is_told:
            self._is_told = True
            self._grown.emit()

    def _read_soon(self) -> None:
        if self._timer is not None:
            self._timer.start(_TOGETHER_MS)

    def _read(self) -> None:
        from app.gui.log_window.line_text import shown

        reader = self._reader
        assert reader is not None, "no log selected"
        self._is_told = False
        try:
            part = reader.follow()
        except OSError as error:
            self.read.emit(ReadLines(self._choice, reader.path, error=str(error)))
            return
        lines = tuple(shown(line, with_logger=not self._engine) for line in part.lines)
        if lines or part.is_anew:
            self.read.emit(ReadLines(self._choice, reader.path, lines, part.is_anew))


class LogFollower(QObject):
    """Follows one log at a time; all its methods but :meth:`wait` return at once.

    Attributes:
        read: ``ReadLines`` of the log that was chosen last.
    """

    read = Signal(object)
    _chosen = Signal(str, int, int)
    _end_wanted = Signal()

    def __init__(self, log: ProgramLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = 0
        self._thread = QThread(self)
        self._reader = _Reader(log)
        self._reader.moveToThread(self._thread)
        self._reader.read.connect(self._hand_over)
        self._chosen.connect(self._reader.choose)
        self._end_wanted.connect(self._reader.end)
        self._thread.start()

    def choose(self, engine: str, min_level: int) -> None:
        """Read this log from now on: its last lines first.

        Args:
            engine: Whose log; empty for the program's own.
            min_level: Less serious lines are passed over, as ``logging`` counts them.
        """
        self._choice += 1
        self._chosen.emit(engine, min_level, self._choice)

    def end(self) -> None:
        """Read no more; it deletes itself when the thread is over."""
        self._thread.finished.connect(self.deleteLater)
        self._end_wanted.emit()

    def wait(self) -> None:
        """Wait until the thread is over, after :meth:`end`; at the end of the program."""
        if not self._thread.wait(_END_WITHIN_MS):
            logger.warning("log reader still running")

    def _hand_over(self, told: ReadLines) -> None:
        if told.choice == self._choice:
            self.read.emit(told)
