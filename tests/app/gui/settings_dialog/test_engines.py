"""The engines page of the settings: settings, facts, and disk use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui.settings_dialog.engines import EnginesPage
from app.gui.settings_dialog.window import SettingsWindow
from app.gui.state.engine_view import Installation
from app.gui.text import engine_facts
from app.settings import ANY_DEVICE, EngineSettings
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry


@pytest.fixture
def page(window: SettingsWindow) -> EnginesPage:
    window.turn_to(window.engines)
    return window.engines


def test_engines_are_listed_and_the_first_is_selected(page: EnginesPage) -> None:
    assert [page.names.item(row).text() for row in range(2)] == ["Talker", "Second"]
    assert page.chosen is not None
    assert page.chosen.id == "talker"


def test_engine_settings_apply_and_are_saved(
    page: EnginesPage, open_desk: Desk, qtbot: QtBot
) -> None:
    page.names.setCurrentRow(1)
    page.form.pinned.click()
    page.form.with_app.click()
    page.form.device.setCurrentIndex(1)
    page.form.device.activated.emit(1)
    line = page.form.idle_timeout.lineEdit()
    assert line is not None
    page.form.idle_timeout.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "90 s")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    view = open_desk.view("second")
    assert (view.worker.is_pinned, view.worker.idle_timeout_s) == (True, 90.0)
    assert view.fixed_to == "GPU-0"
    assert not open_desk.view("talker").worker.is_pinned
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        pass
    kept = open_desk.settings().settings.of("second")
    assert (kept.pinned, kept.idle_timeout_s, kept.device, kept.starts_with_app) == (
        True,
        90.0,
        "GPU-0",
        True,
    )


def test_changes_in_the_table_are_shown_at_once(page: EnginesPage, open_desk: Desk) -> None:
    settings = open_desk.hub.settings
    settings.set_of(EngineSettings.pinned, "talker", value=True)
    settings.set_of(EngineSettings.idle_timeout_s, "talker", 3600.0)
    settings.set_of(EngineSettings.device, "talker", "GPU-0")
    settings.set_of(EngineSettings.starts_with_app, "talker", value=True)
    form = page.form
    assert form.pinned.isChecked()
    assert form.with_app.isChecked()
    assert form.idle_timeout.currentText() == "1 h"
    assert form.device.currentData() == "GPU-0"
    settings.set_of(EngineSettings.device, "talker", ANY_DEVICE)
    assert form.device.currentData() == ANY_DEVICE


def test_invalid_idle_timeout_is_rejected(page: EnginesPage, open_desk: Desk, qtbot: QtBot) -> None:
    box = page.form.idle_timeout
    line = box.lineEdit()
    assert line is not None
    box.setFocus()
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE_MS)
    line.selectAll()
    qtbot.keyClicks(line, "soon")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    page.form.pinned.setFocus()
    assert box.currentText() == "5 min"
    assert open_desk.view().worker.idle_timeout_s == 300.0


def test_disk_use_is_measured_when_shown_first(
    page: EnginesPage, open_desk: Desk, qtbot: QtBot
) -> None:
    label, measured = page.form.disk_use, open_desk.environments.measured
    qtbot.waitUntil(lambda: label.text() == "1.5 GB", timeout=PATIENCE_MS)
    page.names.setCurrentRow(1)
    assert label.text() == "Measuring…"
    qtbot.waitUntil(lambda: label.text() == "1.0 GB", timeout=PATIENCE_MS)
    page.names.setCurrentRow(0)
    assert label.text() == "1.5 GB"
    assert measured == ["talker", "second"]


def test_measuring_ends_when_the_page_is_hidden(
    window: SettingsWindow, open_desk: Desk, qtbot: QtBot
) -> None:
    environments = open_desk.environments
    environments.may_measure.clear()
    page = window.engines
    window.turn_to(page)
    qtbot.waitUntil(lambda: environments.measured == ["talker"], timeout=PATIENCE_MS)
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        window.turn_to(window.general)
    environments.may_measure.set()
    window.turn_to(page)
    qtbot.waitUntil(lambda: page.form.disk_use.text() == "1.5 GB", timeout=PATIENCE_MS)


def test_unreadable_environment_is_reported(
    page: EnginesPage, open_desk: Desk, qtbot: QtBot
) -> None:
    del open_desk.environments.sizes["second"]
    page.names.setCurrentRow(1)
    output = "Not readable"
    qtbot.waitUntil(lambda: page.form.disk_use.text() == output, timeout=PATIENCE_MS)


def test_newly_installed_engine_is_measured_again(
    desk: Desk, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    desk.environments.complete.discard("talker")
    desk.environments.finish.set()
    window: SettingsWindow = request.getfixturevalue("window")
    window.turn_to(window.engines)
    label = window.engines.form.disk_use
    assert label.text() == "Not installed"
    desk.hub.installations.install("talker")
    installed = Installation.INSTALLED
    qtbot.waitUntil(lambda: desk.view().installation is installed, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: label.text() == "1.5 GB", timeout=PATIENCE_MS)


def test_shared_environment_is_measured_again_for_all_engines(
    desk: Desk, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    desk.entries = [entry("talker"), entry("second", environment="talker")]
    window: SettingsWindow = request.getfixturevalue("window")
    window.turn_to(window.engines)
    label = window.engines.form.disk_use
    qtbot.waitUntil(lambda: label.text() == "1.5 GB", timeout=PATIENCE_MS)
    desk.environments.sizes["talker"] = 2_000_000_000
    desk.environments.finish.set()
    desk.hub.installations.install("second")
    qtbot.waitUntil(lambda: label.text() == "2.0 GB", timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("code", "weights", "output"),
    [
        ("", "", "Not specified in the catalog"),
        ("MIT", "MIT", "MIT (code and weights)"),
        ("MIT", "", "MIT (code)"),
        ("MIT", "CC-BY-NC-4.0", "MIT (code)\nCC-BY-NC-4.0 (weights)"),
    ],
)
def test_licenses_in_words(code: str, weights: str, output: str) -> None:
    assert engine_facts.licenses(entry("x", license=code, weights_license=weights)) == output
