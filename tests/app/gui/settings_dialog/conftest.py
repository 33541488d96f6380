"""Fixtures: the settings window over real workers, and autostart in a test folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.autostart import StartCommand
from app.autostart.freedesktop import DesktopEntry
from app.gui.settings_dialog.window import SettingsWindow
from app.gui.style.apply import Style
from app.gui.voices.page import VoicesPage
from tests.app.gui.conftest import PATIENCE_MS, Desk


@pytest.fixture
def autostart(tmp_path: Path) -> DesktopEntry:
    return DesktopEntry(StartCommand(("/opt/engineroom", "--hidden")), tmp_path / "autostart")


@pytest.fixture
def window(
    open_desk: Desk, autostart: DesktopEntry, style: Style, qtbot: QtBot
) -> Iterator[SettingsWindow]:
    """The visible window, after the first memory reading."""
    open_desk.environments.sizes = {"talker": 1_500_000_000, "second": 1_000_000_000}
    qtbot.waitUntil(lambda: open_desk.hub.readings.latest is not None, timeout=PATIENCE_MS)
    window = SettingsWindow(open_desk.hub, autostart, VoicesPage(open_desk.hub))
    window.show()
    yield window
    open_desk.close(qtbot)
    window.hide()
    window.deleteLater()
