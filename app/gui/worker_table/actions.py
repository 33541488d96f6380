"""What can be done with the current engine: the same by button, by menu and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.gui.state.engine_view import EngineAction
from app.gui.text import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.state.engine_view import EngineView
    from app.gui.worker_table.table import WorkerTable


class EngineActions(QObject):
    """They follow the table's current row, and are out of reach without one.

    Attributes:
        act: What the row's button says.
        restart: Stop and start again.
        edit_idle_timeout: Open the editor in the row.
        pin: Pinned or not.
        open_log: See what the engine has written.
    """

    def __init__(self, table: WorkerTable) -> None:
        super().__init__(table)
        self._table = table
        # Shown only: Return and Space do something else in some cells, and the table knows.
        self.act = self._action("", "Return", table.act, is_shortcut=False)
        self.restart = self._action(self.tr("Restart"), "Ctrl+R", table.restart)
        self.restart.setToolTip(self.tr("Restart the engine"))
        self.edit_idle_timeout = self._action(
            self.tr("Change idle timeout…"), "F2", table.edit_idle_timeout
        )
        self.pin = self._action(self.tr("Pinned"), "Ctrl+P", table.toggle_pin)
        self.pin.setIconText(self.tr("Pin"))
        self.pin.setToolTip(self.tr("Don’t stop this engine to free memory or when it’s idle"))
        self.pin.setCheckable(True)
        self.open_log = self._action(self.tr("Open log"), "Ctrl+L", table.open_log)
        self.open_log.setIconText(self.tr("Log"))
        self.open_log.setToolTip(self.tr("Show what the engine wrote to its log"))
        self.follow(None)

    def follow(self, view: EngineView | None) -> None:
        """Show what can be done with this engine; None for no current row."""
        for action in (self.restart, self.edit_idle_timeout, self.pin, self.open_log):
            action.setEnabled(view is not None)
        self.act.setEnabled(view is not None and view.action is not EngineAction.NONE)
        self.act.setText(wording.action(view) if view is not None else self.tr("Start"))
        self.restart.setEnabled(view is not None and view.action is EngineAction.STOP)
        self.pin.setChecked(view is not None and view.worker.is_pinned)

    def _action(
        self, text: str, keys: str, do: Callable[[str], None], *, is_shortcut: bool = True
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self._do(do))
        if is_shortcut:
            self._table.addAction(action)
        return action

    def _do(self, do: Callable[[str], None]) -> None:
        view = self._table.current_engine
        if view is not None:
            do(view.id)
            # A click checks the pin by itself; whether it is one, the engine tells.
            self.follow(self._table.current_engine)
