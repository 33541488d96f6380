"""The table, the line above it, and a hint while the table is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.worker_table.bar import TableBar
from app.gui.worker_table.table import WorkerTable
from app.gui.worker_table.table_layout import TableLayout

if TYPE_CHECKING:
    from app.gui.style.apply import Style
    from app.gui.worker_table.model import WorkerTableModel


class EnginesPanel(QWidget):
    """The engines, with a filter and buttons.

    Attributes:
        table: The table.
        bar: The line above the table.
        arrangement: Columns, sorting, and filter, as the settings store them.
    """

    def __init__(
        self, model: WorkerTableModel, style: Style, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.table = WorkerTable(model, style, self)
        self.bar = TableBar(self.table, self)
        self.setTabOrder(self.bar.columns, self.table)
        self.arrangement = TableLayout(self.table.header, self.bar.filter, self)
        self._empty_hint = QLabel(self.table.viewport())
        self._empty_hint.setObjectName("nothingFound")
        self._empty_hint.setProperty("tone", "muted")
        self._empty_hint.setTextFormat(Qt.TextFormat.PlainText)
        self._empty_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty_hint.setWordWrap(True)
        self._empty_hint.hide()
        self._lay_out()
        self.bar.filter.textChanged.connect(self._filter)
        self.bar.filter.left.connect(self._focus_table)
        self.table.current_changed.connect(self.bar.show_engine)
        self.table.shown.layoutChanged.connect(self._show_count)
        self.table.shown.rowsInserted.connect(self._show_count)
        self.table.shown.rowsRemoved.connect(self._show_count)
        self.table.shown.modelReset.connect(self._show_count)

    def _filter(self, text: str) -> None:
        self.table.filter(text)
        self._show_count()

    def _show_count(self) -> None:
        shown, total = self.table.shown.rowCount(), self._model.visible_count
        self.bar.show_count(shown, total)
        is_empty = not shown and bool(self._model.rowCount())
        if is_empty:
            self._empty_hint.setText(self._no_match() if total else self._no_engines())
        if is_empty and self._empty_hint.isHidden():
            self._empty_hint.show()
            QAccessible.updateAccessibility(
                QAccessibleEvent(self._empty_hint, QAccessible.Event.Alert)
            )
        self._empty_hint.setVisible(is_empty)

    def _no_match(self) -> str:
        text = self.tr("No engines match “{}”. Press Esc to clear the filter.")
        return text.format(self.bar.filter.text().strip())

    def _no_engines(self) -> str:
        return self.tr("No engines installed yet. Click “More engines…” to add one.")

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.current_engine is None:
            self.table.select_first()

    def _lay_out(self) -> None:
        QVBoxLayout(self.table.viewport()).addWidget(self._empty_hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
