"""Devices that an engine may run on, with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.engine_view import EngineView
    from workers.devices.probe import DeviceReading


def _tr(text: str) -> str:
    return QCoreApplication.translate("device_choices", text)


def device_choices(view: EngineView, devices: Iterable[DeviceReading]) -> list[tuple[str, str]]:
    """Returns (device, name) pairs: any device first, then the GPUs, then the CPU.

    The device that the engine is fixed to is among them even if it isn't connected.
    """
    from app.settings import ANY_DEVICE

    gpus = [device for device in devices if device.kind == "gpu"]
    choices = [(ANY_DEVICE, _tr("Any with room"))]
    choices += [
        (gpu.uuid, _tr("GPU {index}: {name}").format(index=gpu.index, name=gpu.name))
        for gpu in gpus
    ]
    if view.entry.cpu_mode or view.fixed_to == "cpu":
        choices.append(("cpu", _tr("CPU")))
    if chosen_device(view, gpus) not in dict(choices):
        missing = str(view.fixed_to)
        choices.append((missing, _tr("{} (not available)").format(wording.device(missing))))
    return choices


def chosen_device(view: EngineView, devices: Iterable[DeviceReading]) -> str:
    """Returns the device of :func:`device_choices` that the engine is fixed to.

    Settings may name a GPU by its number instead of its UUID.
    """
    from app.settings import ANY_DEVICE

    if view.fixed_to is None:
        return ANY_DEVICE
    for device in devices:
        if device.kind == "gpu" and view.fixed_to in (f"cuda:{device.index}", str(device.index)):
            return device.uuid
    return view.fixed_to
