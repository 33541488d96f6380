"""A row's context menu: what can be done with its engine, and where that may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.gui.text.device_choices import chosen_device, device_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.engine_view import EngineView
    from app.gui.worker_table.table import WorkerTable


def _tr(text: str) -> str:
    return QCoreApplication.translate("worker_menu", text)


def engine_menu(table: WorkerTable, view: EngineView) -> QMenu:
    """Make the current engine's menu; it deletes itself when it is closed."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    actions = table.actions_on_engine
    menu.addActions([actions.act, actions.restart])
    menu.addSeparator()
    menu.addActions([actions.edit_idle_timeout, actions.pin])
    choices = device_choices(view, table.devices)
    if len(choices) > 2:
        menu.addMenu(_device_menu(menu, table, view, choices))
    menu.addSeparator()
    menu.addAction(actions.open_log)
    return menu


def _device_menu(
    parent: QMenu, table: WorkerTable, view: EngineView, choices: Sequence[tuple[str, str]]
) -> QMenu:
    menu = QMenu(_tr("Runs on"), parent)
    group = QActionGroup(menu)
    chosen = chosen_device(view, table.devices)
    for device, name in choices:
        choice = QAction(name.replace("&", "&&"), menu)
        choice.setCheckable(True)
        choice.setChecked(device == chosen)
        choice.setData(device)
        group.addAction(choice)
        menu.addAction(choice)
    group.triggered.connect(
        lambda choice: table.engines.device_chosen.emit(view.id, choice.data()),
    )
    return menu
