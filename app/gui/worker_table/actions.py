"""Actions on the current engine: the same for buttons, the context menu, and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.gui.state.engine_view import EngineAction
from app.gui.text import wording
from app.gui.text.device_choices import chosen_device, device_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.engine_view import EngineView
    from workers.devices.probe import DeviceReading


class EngineActions(QObject):
    """Actions on one engine; disabled without an engine.

    Attributes:
        act: Does what the row's button says.
        restart: Stops and starts the engine.
        edit_idle_timeout: Opens the editor in the row.
        pin: Pins or unpins the engine.
        open_log: Opens the engine's log.
        act_asked: ``act`` was triggered: the engine's ID.
        restart_asked: ``restart`` was triggered: the engine's ID.
        idle_timeout_edit_asked: ``edit_idle_timeout`` was triggered: the engine's ID.
        pin_toggle_asked: ``pin`` was triggered: the engine's ID.
        log_asked: ``open_log`` was triggered: the engine's ID.
        device_chosen: A device was chosen in the menu: the engine's ID, and the device.
    """

    act_asked = Signal(str)
    restart_asked = Signal(str)
    idle_timeout_edit_asked = Signal(str)
    pin_toggle_asked = Signal(str)
    log_asked = Signal(str)
    device_chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        """Args: parent: The widget in which the shortcuts work."""
        super().__init__(parent)
        self._view: EngineView | None = None
        # Not a shortcut: Return edits some cells, so that the table handles the key.
        self.act = self._action("", "Return", self.act_asked)
        self.restart = self._action(self.tr("Restart"), "Ctrl+R", self.restart_asked)
        self.restart.setToolTip(self.tr("Restart the engine"))
        self.edit_idle_timeout = self._action(
            self.tr("Change idle timeout…"), "F2", self.idle_timeout_edit_asked
        )
        self.pin = self._action(self.tr("Pinned"), "Ctrl+P", self.pin_toggle_asked)
        self.pin.setIconText(self.tr("Pin"))
        self.pin.setToolTip(self.tr("Don’t stop this engine to free memory or when it’s idle"))
        self.pin.setCheckable(True)
        self.open_log = self._action(self.tr("Open log"), "Ctrl+L", self.log_asked)
        self.open_log.setIconText(self.tr("Log"))
        self.open_log.setToolTip(self.tr("Show what the engine wrote to its log"))
        parent.addActions([self.restart, self.edit_idle_timeout, self.pin, self.open_log])
        self.show_engine(None)

    def show_engine(self, view: EngineView | None) -> None:
        """Updates the actions for an engine; None for no engine."""
        self._view = view
        for action in (self.restart, self.edit_idle_timeout, self.pin, self.open_log):
            action.setEnabled(view is not None)
        self.act.setEnabled(view is not None and view.action is not EngineAction.NONE)
        self.act.setText(wording.action(view) if view is not None else self.tr("Start"))
        self.restart.setEnabled(view is not None and view.action is EngineAction.STOP)
        self.pin.setChecked(view is not None and view.worker.is_pinned)

    def menu(self, view: EngineView, devices: Sequence[DeviceReading], parent: QWidget) -> QMenu:
        """Makes the context menu of the current engine; deletes itself when closed.

        Args:
            view: The current engine.
            devices: The devices of the last reading.
            parent: The menu's parent.
        """
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.act, self.restart])
        menu.addSeparator()
        menu.addActions([self.edit_idle_timeout, self.pin])
        choices = device_choices(view, devices)
        if len(choices) > 2:
            menu.addMenu(self._device_menu(view, choices, chosen_device(view, devices), menu))
        menu.addSeparator()
        menu.addAction(self.open_log)
        return menu

    def _device_menu(
        self, view: EngineView, choices: Sequence[tuple[str, str]], chosen: str, parent: QMenu
    ) -> QMenu:
        menu = QMenu(self.tr("Runs on"), parent)
        group = QActionGroup(menu)
        for device, name in choices:
            choice = QAction(name.replace("&", "&&"), menu)
            choice.setCheckable(True)
            choice.setChecked(device == chosen)
            choice.setData(device)
            group.addAction(choice)
            menu.addAction(choice)
        group.triggered.connect(lambda choice: self.device_chosen.emit(view.id, choice.data()))
        return menu

    def _action(self, text: str, keys: str, asked: SignalInstance) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self._ask(asked))
        return action

    def _ask(self, asked: SignalInstance) -> None:
        if self._view is not None:
            asked.emit(self._view.id)
            # A click has toggled the pin's check mark, but the engine decides.
            self.show_engine(self._view)
