"""A table of speech, with a Play button in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_HEIGHT = GRID * 9 // 2
_ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SpeechTable(QTableWidget):
    """Rows of texts, with a button in the last column.

    Return presses the button. Space does, too, unless the row has a check box to toggle.

    Attributes:
        button_pressed: A button was pressed: its row.
    """

    button_pressed = Signal(int)

    def __init__(self, headers: Sequence[str], stretched: int, parent: QWidget) -> None:
        """Makes an empty table.

        Args:
            headers: Titles of all columns but the last.
            stretched: The column that takes the remaining width.
            parent: The parent widget.
        """
        super().__init__(0, len(headers) + 1, parent)
        self.setHorizontalHeaderLabels([*headers, ""])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(len(headers), QHeaderView.ResizeMode.Fixed)
        header.resizeSection(len(headers), GRID * 12)
        self.cellDoubleClicked.connect(lambda row, _: self.press(row))

    def minimumSizeHint(self) -> QSize:
        # Two rows and the header.
        return QSize(GRID * 40, self.horizontalHeader().sizeHint().height() + 2 * _ROW_HEIGHT)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        row, key = self.currentRow(), event.key()
        if not is_plain or row < 0 or key not in _ACTIVATING:
            super().keyPressEvent(event)
        elif key != Qt.Key.Key_Space or not self._toggle_check(row):
            self.press(row)

    def press(self, row: int) -> None:
        """Presses a row's button if it is enabled."""
        button = self.button(row)
        if button is not None and button.isEnabled():
            self.button_pressed.emit(row)

    def button(self, row: int) -> QPushButton | None:
        """Returns a row's button; None for none."""
        button = self.cellWidget(row, self.columnCount() - 1)
        return button if isinstance(button, QPushButton) else None

    def set_row(self, row: int, texts: Sequence[str]) -> None:
        """Fills a row, and adds rows with buttons up to it if needed."""
        while self.rowCount() <= row:
            self.setRowCount(self.rowCount() + 1)
            self._add_button(self.rowCount() - 1)
        for column, text in enumerate(texts):
            item = self.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.setItem(row, column, item)
            item.setText(text)
            item.setToolTip(text)

    def show_button(
        self, row: int, *, is_playing: bool, name: str, is_enabled: bool = True
    ) -> None:
        """Updates a row's button.

        Args:
            row: The row.
            is_playing: Whether the button stops playback instead of starting it.
            name: The name of the audio, for screen readers.
            is_enabled: Whether there is audio.
        """
        button = self.button(row)
        if button is None:
            return
        button.setText(self.tr("Stop") if is_playing else self.tr("Play"))
        accessible_name = self.tr("Stop {}") if is_playing else self.tr("Play {}")
        button.setAccessibleName(accessible_name.format(name))
        button.setEnabled(is_enabled)
        self._widen_column(button)

    def _widen_column(self, button: QPushButton) -> None:
        """Widens the column to the button; it never gets narrower again."""
        button.ensurePolished()
        header, column = self.horizontalHeader(), self.columnCount() - 1
        width = button.sizeHint().width() + 2 * GRID  # Plus the padding of the cell.
        header.resizeSection(column, max(header.sectionSize(column), width))

    def _toggle_check(self, row: int) -> bool:
        """Toggles a row's check box. Returns whether the row has one."""
        item = self.item(row, 0)
        if item is None or item.data(Qt.ItemDataRole.CheckStateRole) is None:
            return False
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            is_checked = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_checked else Qt.CheckState.Checked)
        return True

    def _add_button(self, row: int) -> None:
        button = QPushButton(self)
        button.setProperty("role", "row")
        button.clicked.connect(lambda: self._press_button(button))
        self.setCellWidget(row, self.columnCount() - 1, button)

    def _press_button(self, button: QPushButton) -> None:
        for row in range(self.rowCount()):
            if self.button(row) is button:
                self.setCurrentCell(row, 0)
                self.button_pressed.emit(row)
