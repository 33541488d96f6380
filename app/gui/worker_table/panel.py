"""The table with what stands above it, and what is said when nothing is found."""

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
    """All engines, those that are looked for, and what can be done with the current one.

    Attributes:
        table: The rows.
        bar: The line above them.
        arrangement: How the user has arranged it all.
    """

    def __init__(
        self, model: WorkerTableModel, style: Style, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.table = WorkerTable(model, style, self)
        self.bar = TableBar(self.table, self)
        self.setTabOrder(self.bar.columns, self.table)
        self.arrangement = TableLayout(self.table.header, self.bar.searched, self)
        self._nothing = QLabel(self.table.viewport())
        self._nothing.setObjectName("nothingFound")
        self._nothing.setProperty("tone", "muted")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._lay_out()
        self.bar.searched.textChanged.connect(self._filter)
        self.bar.searched.left.connect(self._go_to_rows)
        self.table.current_changed.connect(self.bar.follow)
        self.table.shown.layoutChanged.connect(self._tell_found)
        self.table.shown.rowsInserted.connect(self._tell_found)
        self.table.shown.rowsRemoved.connect(self._tell_found)
        self.table.shown.modelReset.connect(self._tell_found)

    def _filter(self, looked_for: str) -> None:
        self.table.look_for(looked_for)
        self._tell_found()

    def _tell_found(self) -> None:
        found, there_are = self.table.shown.rowCount(), self._model.here
        self.bar.show_count(found, there_are)
        is_empty = not found and bool(self._model.rowCount())
        if is_empty:
            self._nothing.setText(self._why_nothing() if there_are else self._where_to_begin())
        if is_empty and self._nothing.isHidden():
            self._nothing.show()
            QAccessible.updateAccessibility(
                QAccessibleEvent(self._nothing, QAccessible.Event.Alert)
            )
        self._nothing.setVisible(is_empty)

    def _why_nothing(self) -> str:
        told = self.tr("No engines match “{}”. Press Esc to clear the filter.")
        return told.format(self.bar.searched.text().strip())

    def _where_to_begin(self) -> str:
        return self.tr("No engines installed yet. Click “More engines…” to add one.")

    def _go_to_rows(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.current_engine is None:
            self.table.choose_first()

    def _lay_out(self) -> None:
        QVBoxLayout(self.table.viewport()).addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
