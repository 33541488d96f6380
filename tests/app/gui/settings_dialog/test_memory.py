"""The memory page: reserve, reservations, and freeing the GPU."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.controller.gpu_release import GpuState
from app.gui.settings_dialog.memory import MemoryPage
from app.gui.settings_dialog.window import SettingsWindow
from tests.app.gui.conftest import PATIENCE_MS, Desk
from workers.base.states import WorkerState

GB = 2**30


@pytest.fixture
def page(window: SettingsWindow) -> MemoryPage:
    window.turn_to(window.memory)
    return window.memory


def texts(page: MemoryPage) -> list[str]:
    labels = page._reservations.findChildren(QLabel)
    return [label.text() for label in labels if not label.isHidden() and label.isVisible()]


def test_reserve_applies_when_it_is_entered(
    page: MemoryPage, open_desk: Desk, qtbot: QtBot
) -> None:
    room = open_desk.hub.room
    assert room is not None
    box = page.reserve
    assert box.text() == "0.50 GB"
    assert box.accessibleName() == "Reserve on each GPU"
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "20")
    assert room.supervisor.reserve_bytes == GB // 2, "applied while typing"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert room.supervisor.reserve_bytes == 2 * GB, "more than the GPU's memory can be entered"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert room.supervisor.reserve_bytes == 9 * GB // 4
    box.setValue(0.0)
    assert box.text() == "None"
    qtbot.waitUntil(lambda: open_desk.settings().settings.reserve_gb == 0.0, timeout=PATIENCE_MS)


def test_reservations_are_listed_by_engine(page: MemoryPage, full_desk: Desk, qtbot: QtBot) -> None:
    assert texts(page)[0].startswith("GPU 0: ")
    full_desk.hub.start("talker")
    qtbot.waitUntil(lambda: "5.0 GB reserved" in " ".join(texts(page)), timeout=PATIENCE_MS)
    assert "Talker" in texts(page)
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: full_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    full_desk.hub.stop("talker")
    qtbot.waitUntil(lambda: "Talker" not in texts(page), timeout=PATIENCE_MS)


def test_gpu_can_be_freed_from_the_page(page: MemoryPage, open_desk: Desk, qtbot: QtBot) -> None:
    page.free_gpu.click()
    lent = GpuState.RELEASED
    qtbot.waitUntil(lambda: open_desk.hub.gpu_release.state is lent, timeout=PATIENCE_MS)
    assert page.gpu_release.isVisible()
    assert not page.free_gpu.isEnabled()
    page.gpu_release.action.click()
    ours = GpuState.ENGINES
    qtbot.waitUntil(lambda: open_desk.hub.gpu_release.state is ours, timeout=PATIENCE_MS)


def test_missing_gpu_is_mentioned(desk: Desk, request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    desk.probe.set(())
    window: SettingsWindow = request.getfixturevalue("window")
    window.turn_to(window.memory)
    assert not window.memory.reserve.isEnabled()
    assert window.memory._no_gpu.text() == "This computer has no GPU."
