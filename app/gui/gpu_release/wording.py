"""The GPU's gpu_release in words: window and tray agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.controller.gpu_release import FINISH_WITHIN_S, GpuState
from app.gui.text.lists import listed

if TYPE_CHECKING:
    from app.gui.controller.gpu_release import GpuRelease


def _tr(text: str) -> str:
    return QCoreApplication.translate("gpu_release", text)


def action(gpu_release: GpuRelease) -> str:
    """Returns the text of the button, enabled or not."""
    if gpu_release.state is GpuState.RELEASING and gpu_release.finishing:
        return _tr("Stop now")
    if gpu_release.state in (GpuState.RELEASED, GpuState.RESUMING):
        return _tr("Resume engines")
    return _tr("Free GPU")


def explanation(gpu_release: GpuRelease) -> str:
    """Returns what the button of :func:`action` does, or why it is disabled."""
    if gpu_release.state is GpuState.RELEASING and gpu_release.finishing:
        return _tr("Stop without waiting for the speech to finish")
    if gpu_release.state is GpuState.RELEASED:
        return _tr("Restart the engines that were running")
    return releasing(gpu_release)


def releasing(gpu_release: GpuRelease) -> str:
    """Returns what freeing the GPU does, or why that isn't possible now."""
    return {
        GpuState.UNKNOWN: _tr("Waiting for the first GPU reading"),
        GpuState.NO_GPU: _tr("No GPU on this computer"),
        GpuState.ENGINES: _tr("Stop all GPU engines until you resume"),
        GpuState.RELEASING: _tr("Freeing GPU"),
        GpuState.RELEASED: _tr("GPU engines are already stopped"),
        GpuState.RESUMING: _tr("Engines are starting"),
    }[gpu_release.state]


def headline(gpu_release: GpuRelease) -> str:
    """Returns what is being done with the GPU; empty while engines may use it."""
    if gpu_release.state is GpuState.RELEASED:
        return _released(len(gpu_release.stopped))
    if gpu_release.state is GpuState.RESUMING:
        return _tr("Resuming engines…")
    if gpu_release.state is not GpuState.RELEASING:
        return ""
    if not gpu_release.finishing:
        return _tr("Freeing GPU…")
    sentence = (
        _tr("Freeing the GPU when {engines} is finished, in at most {seconds} s…")
        if len(gpu_release.finishing) == 1
        else _tr("Freeing the GPU when {engines} are finished, in at most {seconds} s…")
    )
    return sentence.format(engines=listed(gpu_release.finishing), seconds=int(FINISH_WITHIN_S))


def detail(gpu_release: GpuRelease) -> str:
    """Returns what follows from that; empty where the headline says it all."""
    if gpu_release.state is not GpuState.RELEASED:
        return ""
    closed = _tr("GPU engines stay stopped until you resume.")
    if not gpu_release.stopped:
        return closed
    restarts = (
        _tr("Then {engines} restarts.")
        if len(gpu_release.stopped) == 1
        else _tr("Then {engines} restart.")
    )
    return f"{closed} {restarts.format(engines=listed(gpu_release.stopped))}"


def _released(count: int) -> str:
    if not count:
        return _tr("GPU freed")
    if count == 1:
        return _tr("GPU freed, 1 engine stopped")
    return _tr("GPU freed, {} engines stopped").format(count)
