"""A row's context menu: what can be done with its engine, and where that may run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.gui.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.gui.controller.engine_view import EngineView
    from app.gui.worker_table.table import WorkerTable
    from workers.devices.probe import DeviceReading


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


def device_choices(view: EngineView, devices: Iterable[DeviceReading]) -> list[tuple[str, str]]:
    """Where an engine may run, each with its name: any first, then GPUs, then the CPU.

    A device that it is fixed to and that is not there is among them.
    """
    from app.settings import ANY_DEVICE

    gpus = [device for device in devices if device.kind == "gpu"]
    choices = [(ANY_DEVICE, _tr("Any with room"))]
    choices += [
        (it.uuid, _tr("GPU {index}: {name}").format(index=it.index, name=it.name)) for it in gpus
    ]
    if view.entry.cpu_mode or view.fixed_to == "cpu":
        choices.append(("cpu", _tr("CPU")))
    if chosen_device(view, gpus) not in dict(choices):
        missing = str(view.fixed_to)
        choices.append((missing, _tr("{} (not available)").format(wording.device(missing))))
    return choices


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


def chosen_device(view: EngineView, devices: Iterable[DeviceReading]) -> str:
    """What of :func:`device_choices` is in force; settings may name a GPU by its number."""
    from app.settings import ANY_DEVICE

    if view.fixed_to is None:
        return ANY_DEVICE
    for device in devices:
        if device.kind == "gpu" and view.fixed_to in (f"cuda:{device.index}", str(device.index)):
            return device.uuid
    return view.fixed_to
