"""The lines of a log: appended while following, held back while the user reads."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.gui.log_window.highlights import highlights
from app.gui.log_window.search import LineSearch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.gui.style.apply import Style

#: Most lines that are shown; the file has the others.
MOST_LINES = 5000


class LogView(QPlainTextEdit):
    """The last lines of a log.

    After the user has scrolled up, new lines wait until the user scrolls to the end again.

    Attributes:
        search: The text search, and its matches.
        following: ``follows`` has changed: its new value.
        waiting: The number of waiting lines has changed: the number.
        found: The matches or the current match have changed.
    """

    following = Signal(bool)
    waiting = Signal(int)
    found = Signal()

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.search = LineSearch(MOST_LINES)
        self._follows = True
        self._is_ours = False
        self._waiting: deque[str] = deque(maxlen=MOST_LINES)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.timeout.connect(self._mark)
        self.setObjectName("logLines")
        self.setAccessibleName(self.tr("Lines"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(MOST_LINES)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.set_wraps(False)
        self.verticalScrollBar().valueChanged.connect(self._note_scroll)
        style.changed.connect(self._mark_soon)

    @property
    def follows(self) -> bool:
        """True while new lines are shown as they arrive."""
        return self._follows

    def set_follows(self, follows: bool) -> None:
        """Starts following at the end, or stops following."""
        if follows:
            self._append(self._waiting)
            self._waiting.clear()
            self._go_to_end()
        if follows != self._follows:
            self._follows = follows
            self.following.emit(follows)
        self.waiting.emit(len(self._waiting))

    def set_wraps(self, wraps: bool) -> None:
        """Wraps long lines, or lets them run on."""
        mode = QPlainTextEdit.LineWrapMode
        with self._our_scrolling():
            self.setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)
        if self._follows:
            self._go_to_end()
        self._mark_soon()

    def show_lines(self, lines: Sequence[str], *, replaces: bool) -> None:
        """Shows lines.

        Args:
            lines: Lines, oldest first.
            replaces: Whether the lines replace all lines before.
        """
        if replaces:
            with self._our_scrolling():
                self.clear()
            self.search.clear()
            self._waiting.clear()
            self._append(lines)
            self.set_follows(True)
        elif self._follows:
            self._append(lines)
            self._go_to_end()
        else:
            self._waiting.extend(lines)
            self.waiting.emit(len(self._waiting))

    def search_for(self, text: str) -> None:
        """Searches a text, and highlights its matches; an empty text matches nothing."""
        self.search.search_for(text)
        self._mark()
        self.found.emit()

    def go_to_next(self, *, backwards: bool = False) -> None:
        """Shows the next match, or the previous one."""
        place = self.search.go_to_next(self.firstVisibleBlock().blockNumber(), backwards=backwards)
        if place is not None:
            number, match = place
            block = self.document().findBlockByNumber(number)
            start, end = self.search.spans(block.text())[match]
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + start)
            cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self._mark()
        self.found.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        with self._our_scrolling():
            super().resizeEvent(event)
        if self._follows:
            self._go_to_end()
        self._mark_soon()

    def _append(self, lines: Sequence[str] | deque[str]) -> None:
        if not lines:
            return
        with self._our_scrolling():
            self.appendPlainText("\n".join(lines))
        before = self.search.count
        self.search.add(lines)
        self._mark_soon()
        if before or self.search.count:
            self.found.emit()

    def _go_to_end(self) -> None:
        with self._our_scrolling():
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _note_scroll(self, value: int) -> None:
        self._mark_soon()
        if self._is_ours:
            return
        is_at_end = value >= self.verticalScrollBar().maximum()
        if is_at_end != self._follows:
            self.set_follows(is_at_end)

    def _mark_soon(self) -> None:
        if not self._marking.isActive():
            self._marking.start(0)

    def _mark(self) -> None:
        self.setExtraSelections(highlights(self, self.search, self._style.theme))

    @contextmanager
    def _our_scrolling(self) -> Iterator[None]:
        """Marks scrolling as ours, not the user's."""
        before, self._is_ours = self._is_ours, True
        try:
            yield
        finally:
            self._is_ours = before
