"""The search field of the log, with the number of matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID
from app.gui.text import keys

if TYPE_CHECKING:
    from app.gui.log_window.view import LogView
    from app.gui.style.apply import Style


class SearchBar(QWidget):
    """Searches while the user types.

    Return and F3 find the next match, with Shift the previous one; Escape clears the search.
    """

    def __init__(self, view: LogView, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._style = style
        self.text = QLineEdit(self)
        self.text.setObjectName("logSearch")
        self.text.setProperty("role", "search")
        find = keys.called(QKeySequence.StandardKey.Find)
        self.text.setPlaceholderText(self.tr("Search ({keys})").format(keys=find))
        self.text.setAccessibleName(self.tr("Search"))
        self.text.installEventFilter(self)
        self.count = QLabel(self)
        self.count.setObjectName("logFound")
        self.count.setProperty("role", "caption")
        # Reserves the largest width, so that nothing moves.
        self.count.setMinimumWidth(
            self.count.fontMetrics().horizontalAdvance(self._count_text(99, 999))
        )
        self.before = self._button(self.tr("Previous match"), "Shift+F3", backwards=True)
        self.next = self._button(self.tr("Next match"), "F3", backwards=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.before)
        layout.addWidget(self.next)
        layout.addWidget(self.count)
        self.text.textChanged.connect(view.search_for)
        view.found.connect(self._show_count)
        style.changed.connect(self._paint_icons)
        self._paint_icons()
        self._show_count()
        QShortcut(QKeySequence.StandardKey.Find, parent, self._begin)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.text and isinstance(event, QKeyEvent):
            is_escape = event.key() == Qt.Key.Key_Escape and bool(self.text.text())
            if is_escape and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # Otherwise Escape closes the window.
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._handle_key(event, is_escape=is_escape)
        return False

    def _handle_key(self, event: QKeyEvent, *, is_escape: bool) -> bool:
        if is_escape:
            self.text.clear()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._view.go_to_next(backwards=is_shifted)
            return True
        return False

    def _begin(self) -> None:
        """Takes the focus, and searches the selected text."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.text.setText(selected)
        self.text.setFocus()
        self.text.selectAll()

    def _show_count(self) -> None:
        search, is_searching = self._view.search, bool(self.text.text())
        text = self.tr("No matches")
        if search.count:
            text = self._count_text(search.position, search.count)
        self.count.setText(text if is_searching else "")
        for button in (self.before, self.next):
            button.setEnabled(is_searching and bool(search.count))

    def _count_text(self, position: int, count: int) -> str:
        if position:
            return self.tr("{position} of {count}").format(position=position, count=count)
        return self.tr("{} matches").format(count)

    def _button(self, text: str, shortcut: str, *, backwards: bool) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "tool")
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({keys.called(shortcut)})")
        button.clicked.connect(lambda: self._view.go_to_next(backwards=backwards))
        QShortcut(QKeySequence(shortcut), self.window(), button.click)
        return button

    def _paint_icons(self) -> None:
        theme = self._style.theme
        self.before.setIcon(tinted_icon("up", theme.text, theme.idle))
        self.next.setIcon(tinted_icon("down", theme.text, theme.idle))
