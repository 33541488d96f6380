"""Maintenance of installed engines: verify, repair, import, roll back, remove."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.gui.engines_page.remove_dialog import RemoveDialog
from app.gui.engines_page.window import EnginesWindow
from app.gui.state.engine_view import Installation
from tests.app.gui.conftest import PATIENCE_MS, Desk
from tests.app.gui.engines_page.conftest import GB
from workers.base.states import WorkerState
from workers.installation.state import InstallState

# The offscreen platform can't raise windows, and warns.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


def entries(window: EnginesWindow) -> dict[str, QAction]:
    """Returns the menu's actions by text."""
    window.detail.manage.fill()
    return {
        action.text(): action for action in window.detail.manage.menu().actions() if action.text()
    }


def possible(window: EnginesWindow) -> list[str]:
    return [text for text, action in entries(window).items() if action.isEnabled()]


def result_text(window: EnginesWindow) -> str:
    message = window.detail.setup.message
    return message.text() if message.isVisible() else ""


def set_state(window: EnginesWindow, desk: Desk, qtbot: QtBot, state: InstallState) -> None:
    """Sets the state of the selected engine's files."""
    engine = window.list.engine
    desk.installation.states[engine] = state
    window.disk_scan.scan(engine)
    qtbot.waitUntil(lambda: window.disk_scan.of(engine) == state, timeout=PATIENCE_MS)


def test_menu_offers_the_possible_actions(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    window.list.choose("cloner")
    assert possible(window) == ["Import owner/unfree from folder…"]
    set_state(window, open_desk, qtbot, InstallState(False, False, (True,), weights_bytes=GB))
    assert possible(window) == [
        "Import owner/unfree from folder…",
        "Open folder of owner/unfree",
        "Remove…",
    ]
    window.list.choose("talker")
    set_state(window, open_desk, qtbot, InstallState(True, True, (), environment_bytes=GB))
    assert possible(window) == ["Verify", "Repair", "Open packages folder", "Remove…"]


def test_intact_files_are_reported(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> None:
    entries(window)["Verify"].trigger()
    qtbot.waitUntil(lambda: result_text(window) == "All files are intact", timeout=PATIENCE_MS)
    assert not window.detail.install.isVisible()


def test_damaged_files_are_named_and_repaired(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.installation.problems = ("The file numpy/core.py is missing.",)
    entries(window)["Verify"].trigger()
    qtbot.waitUntil(lambda: bool(result_text(window)), timeout=PATIENCE_MS)
    assert result_text(window) == "Damaged files: The file numpy/core.py is missing."
    assert window.detail.state.text() == "Text to speech · Repair needed"
    assert window.detail.install.text() == "Repair"
    open_desk.environments.finish.set()
    window.detail.install.click()
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    assert open_desk.environments.reinstalled == ["talker"]
    assert window.detail.state.text() == "Text to speech · Ready"


@pytest.mark.parametrize(
    ("is_checked", "says"),
    [
        (True, "Weights are intact"),
        (False, "Weights imported, but not verified: no checksums available"),
    ],
)
def test_weights_are_imported_from_a_folder(
    window: EnginesWindow,
    open_desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    is_checked: bool,
    says: str,
) -> None:
    open_desk.installation.weights.is_checked = is_checked
    window.list.choose("cloner")
    entries(window)["Import owner/unfree from folder…"].trigger()
    dialog = window.detail.manage.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Choose the folder that contains owner/unfree"
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    qtbot.waitUntil(lambda: result_text(window) == says, timeout=PATIENCE_MS)
    assert open_desk.installation.weights.imported == [("owner/unfree", tmp_path)]


def test_rollback_stops_the_engines_of_the_environment(
    window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    set_state(window, open_desk, qtbot, InstallState(True, True, (), can_roll_back=True))
    open_desk.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    entries(window)["Roll back packages…"].trigger()
    qtbot.waitUntil(lambda: result_text(window) == "Packages rolled back", timeout=PATIENCE_MS)
    assert open_desk.installation.rolled_back == ["talker"]
    stopped = WorkerState.STOPPED
    qtbot.waitUntil(lambda: open_desk.view().worker.state is stopped, timeout=PATIENCE_MS)


@pytest.fixture
def question(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> RemoveDialog:
    """The removal question for an engine with its own packages and weights."""
    state = InstallState(True, True, (), environment_bytes=2 * GB, weights_bytes=GB)
    set_state(window, open_desk, qtbot, state)
    return asked(window)


def asked(window: EnginesWindow) -> RemoveDialog:
    entries(window)["Remove…"].trigger()
    found = window.findChild(RemoveDialog)
    assert isinstance(found, RemoveDialog)
    return found


def freed(question: RemoveDialog) -> str:
    label = question._freed
    return label.text() if label.isVisible() else ""


def test_removal_question_names_the_freed_space(question: RemoveDialog) -> None:
    assert question.environment.text() == "Packages: 2.0 GB"
    assert question.weights.text() == "Weights: 1.0 GB"
    assert freed(question) == "Frees 3.0 GB"
    question.environment.setChecked(False)
    assert freed(question) == "Frees 1.0 GB"
    question.weights.setChecked(False)
    assert freed(question) == ""
    go = question._go
    assert not go.isEnabled(), "nothing is left to remove"


def test_running_engine_is_stopped_and_removed(
    question: RemoveDialog, window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.hub.start("talker")
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    question.weights.setChecked(False)
    open_desk.installation.kept = ("Its environment stays for Second.",)
    question._go.click()
    missing = Installation.MISSING
    qtbot.waitUntil(lambda: open_desk.view().installation is missing, timeout=PATIENCE_MS)
    assert open_desk.installation.removed == [("talker", True, False)]
    assert not open_desk.hub.worker("talker").is_alive()
    assert result_text(window) == "Removed. Its environment stays for Second."
    assert window.detail.install.isVisible()
    assert not window.detail.sample.isVisible()


def test_shared_environment_is_kept(window: EnginesWindow, open_desk: Desk, qtbot: QtBot) -> None:
    state = InstallState(
        environment=True,
        sources=True,
        weights=(),
        environment_bytes=2 * GB,
        weights_bytes=GB,
        shared_with=("second",),
        others_weights=("cloner", "gated"),
    )
    set_state(window, open_desk, qtbot, state)
    texts = [note.text() for note in asked(window).notes]
    assert texts == [
        "Also used by Second. Shared files are kept.",
        "Also used by Cloner and Gated. Shared files are kept.",
    ]
    found = window.findChild(RemoveDialog)
    assert found is not None
    assert freed(found) == ""


def test_failed_removal_names_the_reason(
    question: RemoveDialog, window: EnginesWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    open_desk.environments.error = RuntimeError("a file is in use; stop what uses it")
    question._go.click()
    qtbot.waitUntil(lambda: "is in use" in result_text(window), timeout=PATIENCE_MS)
    assert open_desk.view().installation is Installation.INSTALLED
