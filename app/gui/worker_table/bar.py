"""Above the table: what is looked for, and buttons for the current engine and the columns."""

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
    """A button that is what its action is."""

    def __init__(self, action: QAction, name: str, table: WorkerTable, parent: QWidget) -> None:
        """Args: table: Has the focus after a button that can do no more."""
        super().__init__(parent)
        self._action = action
        self._table = table
        self.setObjectName(name)
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        self.clicked.connect(self._follow)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self._action
        self.setText(action.iconText())
        told = self.tr("{what} ({keys})")
        self.setToolTip(told.format(what=action.toolTip(), keys=keys.called(action.shortcut())))
        if self.hasFocus() and not action.isEnabled():
            self._table.setFocus()  # Else Qt gives it to the next button, which Space would press.
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())


class TableBar(QWidget):
    """One line above the table.

    Attributes:
        searched: What is looked for.
        columns: Opens the menu of all columns.
    """

    def __init__(self, table: WorkerTable, parent: QWidget) -> None:
        super().__init__(parent)
        actions = table.actions_on_engine
        hint, spoken = self.tr("Filter by name, state, or device"), self.tr("Filter engines")
        self.searched = SearchField("engineFilter", hint, spoken, self)
        self._found = self._caption()
        self._subject = self._caption()
        self._subject.setObjectName("currentEngine")
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
        QShortcut(QKeySequence.StandardKey.Find, self, self._look_for)
        self.follow(None)

    def follow(self, view: EngineView | None) -> None:
        """Say which engine the buttons are about."""
        for told, button in self._buttons.items():
            name = told.format(view.entry.name) if view is not None else button.text()
            button.setAccessibleName(name)
        name = view.entry.name if view is not None else ""
        room = self._subject.maximumWidth()
        shown = self._subject.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self._subject.setText(shown)

    def show_count(self, shown: int, there_are: int) -> None:
        """Say how many engines are shown; nothing where all are."""
        told = self.tr("{shown} of {all}").format(shown=shown, all=there_are)
        self._found.setText(told if self.searched.text().strip() else "")

    def _caption(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "caption")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMaximumWidth(GRID * 18)
        return label

    def _look_for(self) -> None:
        self.searched.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.searched.selectAll()

    def _lay_out(self) -> None:
        self.searched.setMinimumWidth(GRID * 16)
        hint = self.searched.fontMetrics().horizontalAdvance(self.searched.placeholderText())
        self.searched.setMaximumWidth(max(GRID * 32, hint + GRID * 4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.searched, 1)
        layout.addWidget(self._found)
        layout.addStretch()
        layout.addWidget(self._subject)
        for button in (*self._buttons.values(), self.columns):
            layout.addWidget(button)
