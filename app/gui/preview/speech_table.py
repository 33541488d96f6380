"""A plain table of things said, each with a button to hear it."""

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

from app.gui.preview.figures import DASH, factor_text
from app.gui.style.theme import GRID
from app.gui.text import durations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.speech.speech import Speech

_ROW_HEIGHT = GRID * 9 // 2
_ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SpeechTable(QTableWidget):
    """Rows of texts; the last column has a button each.

    Return presses it, and Space, too, unless the row can be ticked: then it does that.

    Attributes:
        button_pressed: A row's button was pressed: the row.
    """

    button_pressed = Signal(int)

    def __init__(self, headers: Sequence[str], stretched: int, parent: QWidget) -> None:
        """Make an empty table.

        Args:
            headers: Of all columns but the one with the buttons.
            stretched: The column that takes what is left.
            parent: As always.
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
        # Two rows and the header are enough to be of use.
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
        elif key != Qt.Key.Key_Space or not self._tick(row):
            self.press(row)

    def press(self, row: int) -> None:
        """Do what a row's button does, if it can be pressed."""
        button = self.button(row)
        if button is not None and button.isEnabled():
            self.button_pressed.emit(row)

    def button(self, row: int) -> QPushButton | None:
        """A row's button; None where there is none."""
        button = self.cellWidget(row, self.columnCount() - 1)
        return button if isinstance(button, QPushButton) else None

    def put_row(self, row: int, texts: Sequence[str]) -> None:
        """Write a row, which is made with its button where it is not there yet."""
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
        """Say what a row's button does now.

        Args:
            row: Whose.
            is_playing: It stops what is being heard; else it plays.
            name: Of what it plays, for those who cannot see the row.
            is_enabled: There is something to be played.
        """
        button = self.button(row)
        if button is None:
            return
        button.setText(self.tr("Stop") if is_playing else self.tr("Play"))
        told = self.tr("Stop {}") if is_playing else self.tr("Play {}")
        button.setAccessibleName(told.format(name))
        button.setEnabled(is_enabled)
        self._make_room_for(button)

    def _make_room_for(self, button: QPushButton) -> None:
        """Cut no button's text, however long or large it is; nothing becomes narrower again."""
        button.ensurePolished()
        header, column = self.horizontalHeader(), self.columnCount() - 1
        width = button.sizeHint().width() + 2 * GRID  # With the cell's padding.
        header.resizeSection(column, max(header.sectionSize(column), width))

    def _tick(self, row: int) -> bool:
        """Tick a row that has something to tick, or take the tick away."""
        item = self.item(row, 0)
        if item is None or item.data(Qt.ItemDataRole.CheckStateRole) is None:
            return False
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            is_ticked = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)
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


def figure_texts(speech: Speech) -> tuple[str, str, str, str]:
    """Load time, first audio of the loaded engine, real-time factor, and length."""
    load_s = speech.load_s
    return (
        durations.measured(load_s) if load_s is not None else DASH,
        durations.measured(speech.first_audio_s - (load_s or 0.0)),
        factor_text(speech),
        durations.measured(speech.duration_s),
    )
