"""The engines window over real environments and weights, from local servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.gui.engines_page.remove_dialog import RemoveDialog
from app.gui.engines_page.window import EnginesWindow
from app.gui.state.engine_view import Installation
from app.gui.style.apply import Style
from app.gui.windows.windows import make_engines_window
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.workers.installation.conftest import World, hub, wheels, world
from workers.base.states import WorkerState
from workers.catalog.entry import Weights

__all__ = ["hub", "wheels", "world"]

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


@pytest.fixture
def voice(world: World) -> Weights:
    """Weights whose license isn't accepted yet."""
    return world.offer("owner/voice", is_accepted=False)


@pytest.fixture
def window(
    desk: Desk, world: World, voice: Weights, style: Style, qtbot: QtBot
) -> Iterator[EnginesWindow]:
    """The window with two missing engines that share an environment."""
    desk.entries = [
        entry("talker", environment="core", requirements=("alpha==1.0",), weights=(voice,)),
        entry("second", environment="core", requirements=("beta==1.0",)),
    ]
    desk.real_installation = world.installation(*desk.entries)
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    window = make_engines_window(desk.hub, style)
    window.show()
    yield window
    desk.close(qtbot)
    window.hide()
    window.deleteLater()


def wait_until(qtbot: QtBot, desk: Desk, engine: str, state: Installation) -> None:
    qtbot.waitUntil(lambda: desk.view(engine).installation is state, timeout=PATIENCE_MS)


def result_text(window: EnginesWindow) -> str:
    return window.detail.setup.message.text()


def install(window: EnginesWindow, desk: Desk, qtbot: QtBot) -> None:
    """Installs the first engine and accepts its license; returns the result text."""
    window.detail.install.click()
    setup = window.detail.setup
    qtbot.waitUntil(lambda: setup.plan is not None, timeout=PATIENCE_MS)
    plan = setup.plan
    assert plan is not None
    assert "1 to install" in plan.accessibleDescription()
    assert "owner/voice, 1.0 MB (CC-BY-4.0)" in plan.accessibleDescription()
    accept = plan.findChild(QPushButton, "acceptLicense")
    assert accept is not None
    accept.click()
    qtbot.waitUntil(plan.install.isEnabled, timeout=PATIENCE_MS)
    plan.install.click()
    wait_until(qtbot, desk, "talker", Installation.INSTALLED)


def verify(window: EnginesWindow, qtbot: QtBot) -> str:
    window.detail.setup.message.say("")
    window.detail.manage.fill()
    actions = {action.text(): action for action in window.detail.manage.menu().actions()}
    actions["Verify"].trigger()
    qtbot.waitUntil(lambda: bool(result_text(window)), timeout=PATIENCE_MS)
    return result_text(window)


def test_engine_is_installed_verified_and_repaired(
    window: EnginesWindow, desk: Desk, world: World, voice: Weights, qtbot: QtBot
) -> None:
    install(window, desk, qtbot)
    assert world.licenses.is_accepted(voice)
    assert world.weights.is_complete(voice)
    assert verify(window, qtbot) == "All files are intact"
    (world.weights.folder(voice) / "model.bin").write_bytes(b"something else")
    assert "model.bin" in verify(window, qtbot)
    assert window.detail.install.text() == "Repair"
    window.detail.install.click()
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: desk.view().worker.state is ready, timeout=PATIENCE_MS)
    assert world.weights.verify(voice) == ()


def test_removal_keeps_a_shared_environment(
    window: EnginesWindow, desk: Desk, world: World, voice: Weights, qtbot: QtBot
) -> None:
    install(window, desk, qtbot)
    desk.hub.installations.install("second")
    wait_until(qtbot, desk, "second", Installation.INSTALLED)
    qtbot.waitUntil(
        lambda: (found := window.disk_scan.of("talker")) is not None and bool(found.shared_with),
        timeout=PATIENCE_MS,
    )
    window.detail.ask_to_remove()
    question = window.findChild(RemoveDialog)
    assert isinstance(question, RemoveDialog)
    assert [note.text() for note in question.notes] == [
        "Also used by Second. Shared files are kept."
    ]
    question._go.click()
    wait_until(qtbot, desk, "talker", Installation.MISSING)
    assert result_text(window).startswith("Removed. Environment core is kept")
    assert desk.view("second").installation is Installation.INSTALLED
    assert not world.weights.is_complete(voice)
