"""The line above the table: filter, buttons for the current engine, and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from app.gui.style.theme import GRID
from app.gui.text import keys
from app.gui.widgets.search_field import SearchField
from app.gui.worker_table.column_menu import fill_columns_menu

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from app.gui.worker_table.table import WorkerTable


class ActionButton(QPushButton):
    """A button with the text, state, and tool tip of an action."""

    def __init__(self, action: QAction, name: str, table: WorkerTable, parent: QWidget) -> None:
        """Args: table: Gets the focus when the button is disabled."""
        super().__init__(parent)
        self._action = action
        self._table = table
        self.setObjectName(name)
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        self.clicked.connect(self._update)
        action.changed.connect(self._update)
        self._update()

    def _update(self) -> None:
        action = self._action
        self.setText(action.iconText())
        text = self.tr("{what} ({keys})")
        self.setToolTip(text.format(what=action.toolTip(), keys=keys.called(action.shortcut())))
        if self.hasFocus() and not action.isEnabled():
            self._table.setFocus()  # Otherwise Qt focuses the next button, which Space would press.
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())


class TableBar(QWidget):
    """One line above the table.

    Attributes:
        filter: The filter text.
        columns: The button with the menu of all columns.
    """

    def __init__(self, table: WorkerTable, parent: QWidget) -> None:
        super().__init__(parent)
        actions = table.engine_actions
        hint, accessible_name = (
            self.tr("Filter by name, state, or device"),
            self.tr("Filter engines"),
        )
        self.filter = SearchField("engineFilter", hint, accessible_name, self)
        self._count = self._caption()
        self._engine_name = self._caption()
        self._engine_name.setObjectName("currentEngine")
        self._buttons = {
            self.tr("Restart {}"): ActionButton(actions.restart, "restartEngine", table, self),
            self.tr("Pin {}"): ActionButton(actions.pin, "pinEngine", table, self),
            self.tr("Open the log of {}"): ActionButton(actions.open_log, "openLog", table, self),
        }
        self.columns = QPushButton(self.tr("Columns"), self)
        self.columns.setObjectName("columns")
        self.columns.setProperty("role", "menu")
        self.columns.setToolTip(self.tr("Choose, order, and sort columns"))
        menu = QMenu(self.columns)
        menu.aboutToShow.connect(
            lambda: fill_columns_menu(menu, table.header, table.current_column)
        )
        self.columns.setMenu(menu)
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_filter)
        self.show_engine(None)

    def show_engine(self, view: EngineView | None) -> None:
        """Shows which engine the buttons act on."""
        for text, button in self._buttons.items():
            name = text.format(view.entry.name) if view is not None else button.text()
            button.setAccessibleName(name)
        name = view.entry.name if view is not None else ""
        width = self._engine_name.maximumWidth()
        shown = self._engine_name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, width)
        self._engine_name.setText(shown)

    def show_count(self, shown: int, total: int) -> None:
        """Shows how many engines match the filter; nothing without a filter."""
        text = self.tr("{shown} of {all}").format(shown=shown, all=total)
        self._count.setText(text if self.filter.text().strip() else "")

    def _caption(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "caption")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMaximumWidth(GRID * 18)
        return label

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _lay_out(self) -> None:
        self.filter.setMinimumWidth(GRID * 16)
        hint = self.filter.fontMetrics().horizontalAdvance(self.filter.placeholderText())
        self.filter.setMaximumWidth(max(GRID * 32, hint + GRID * 4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.filter, 1)
        layout.addWidget(self._count)
        layout.addStretch()
        layout.addWidget(self._engine_name)
        for button in (*self._buttons.values(), self.columns):
            layout.addWidget(button)
