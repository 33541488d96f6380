"""The welcome at the first start, and the first voice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.main_window.welcome import WelcomeBanner, where_the_icon_is
from app.gui.windows import windows
from app.settings import Settings
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry

pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)


def banner(application: Application) -> WelcomeBanner:
    assert application.window is not None
    found = application.window.findChild(QFrame, "welcome")
    assert isinstance(found, WelcomeBanner)
    application.window.preview.form.text.setPlainText(
        "say 1"
    )  # A text that the talker understands.
    return found


def test_dismissed_welcome_is_not_shown_again(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    welcome = banner(application)
    assert welcome.isVisible()
    assert "no tray" in welcome.accessibleDescription()
    welcome.dismiss.click()
    assert not welcome.isVisible()
    qtbot.waitUntil(lambda: desk.settings().settings.welcomed, timeout=PATIENCE_MS)


def test_later_start_shows_no_welcome(
    desk: Desk, start_application: Callable[[], Application]
) -> None:
    desk.settings().set(Settings.welcomed, value=True)
    application = start_application()
    assert application.window is not None
    assert application.window.findChild(QFrame, "welcome") is None


def test_closing_the_window_dismisses_the_welcome(
    application: Application, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    assert application.window is not None
    application.window.close()
    qtbot.waitUntil(lambda: desk.settings().settings.welcomed, timeout=PATIENCE_MS)


def test_first_voice_plays_with_one_click(
    desk: Desk, start_application: Callable[[], Application], qtbot: QtBot
) -> None:
    desk.entries = [entry("listener", kind="stt"), entry("talker")]
    application = start_application()
    welcome = banner(application)
    assert welcome.hear.text() == "Try Talker"
    welcome.hear.click()
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)
    assert not welcome.isVisible()


def test_missing_voice_is_installed_first(
    desk: Desk, start_application: Callable[[], Application], qtbot: QtBot
) -> None:
    desk.environments.complete.clear()
    application = start_application()
    welcome = banner(application)
    assert welcome.hear.text() == "Install and try Talker"
    desk.environments.error = RuntimeError("no network")
    desk.environments.finish.set()
    welcome.hear.click()
    assert welcome.hear.text() == "Installing Talker…"
    assert not welcome.hear.isEnabled()
    qtbot.waitUntil(welcome.hear.isEnabled, timeout=PATIENCE_MS)
    assert welcome.hear.text() == "Install and try Talker"
    desk.environments.error = None
    welcome.hear.click()
    playback = desk.playback(qtbot)
    qtbot.waitUntil(lambda: playback.is_complete, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("platform", "has_tray", "where"),
    [
        ("win32", True, "taskbar"),
        ("darwin", True, "menu bar"),
        ("linux", True, "tray"),
        ("linux", False, "Closing the window quits"),
    ],
)
def test_location_of_the_tray_icon(platform: str, has_tray: bool, where: str) -> None:
    assert where in where_the_icon_is(has_tray=has_tray, platform=platform)
