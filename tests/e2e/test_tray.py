"""The tray and the window on a real desktop, by mouse and keyboard."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from app.settings import SettingsStore
from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.watched_app import ROOT, WatchedApp
from tests.support.patience import PATIENCE_S, crowding

pytestmark = pytest.mark.timeout(600)


def shows_window(app: WatchedApp) -> bool:
    return app.ask("state")["window"]


def saved_idle_timeout(home: Path) -> float | None:
    settings = SettingsStore(home / "config" / "settings.toml").settings
    return settings.of("hibari").idle_timeout_s


def click_tray(app: WatchedApp, desktop: Desktop, button: int = 1) -> None:
    app.wait_until(lambda: app.ask("state")["tray"])
    position = app.position("tray")
    threading.Event().wait(0.6)  # Two clicks in a row would be a double click.
    desktop.click(position, button)


def choose(app: WatchedApp, desktop: Desktop, *path: str) -> None:
    """Opens the tray's menu and clicks through to an entry."""
    click_tray(app, desktop, button=3)
    for depth in range(1, len(path) + 1):
        entry = path[:depth]
        desktop.click(app.position("menu_entry", *entry))


def test_tray_shows_window_starts_engine_and_quits(
    desktop: Desktop, start: Start, engineroom_home: Path
) -> None:
    app = start(desktop)
    assert shows_window(app)
    assert "keeps running in the tray" in app.ask("label", "status")

    click_tray(app, desktop)
    app.wait_until(lambda: not shows_window(app))
    click_tray(app, desktop)
    app.wait_until(lambda: shows_window(app))

    choose(app, desktop, "Hibari", "Start")
    app.wait_for_state("Ready")
    app.wait_until(lambda: app.ask("state")["pid"])
    pid = app.ask("state")["pid"]

    desktop.click(app.position("cell", "hibari", "ENGINE"))
    desktop.press("F2")
    app.wait_until(lambda: app.ask("editing")[0])
    desktop.press("ctrl+a")
    desktop.type("2 s")
    desktop.press("Return")
    app.wait_for_state("Stopped")  # by the new idle timeout
    assert not psutil.pid_exists(pid)
    app.wait_until(lambda: saved_idle_timeout(engineroom_home) == 2.0)

    choose(app, desktop, "Quit")
    assert app.end() == 0


def test_idle_timeout_is_chosen_from_the_list(
    desktop: Desktop, start: Start, engineroom_home: Path
) -> None:
    app = start(desktop)
    desktop.click(app.position("cell", "hibari", "ENGINE"))
    desktop.press("F2")
    app.wait_until(lambda: app.ask("editing") == [True, False])
    desktop.press("alt+Down")
    app.wait_until(lambda: app.ask("editing") == [True, True])
    desktop.press("End", "Return")
    app.wait_until(lambda: saved_idle_timeout(engineroom_home) == 0.0)


def test_second_start_raises_the_window(desktop: Desktop, start: Start) -> None:
    app = start(desktop)
    click_tray(app, desktop)
    app.wait_until(lambda: not shows_window(app))
    environment = psutil.Process(app.process.pid).environ()
    second = subprocess.run(
        [sys.executable, "-m", "app"],
        env=environment,
        cwd=ROOT,
        timeout=PATIENCE_S * crowding(),
        check=False,
    )
    assert second.returncode == 0
    app.wait_until(lambda: shows_window(app))


def test_closed_window_leaves_the_tray_and_quitting_leaves_nothing(
    desktop: Desktop, start: Start
) -> None:
    app = start(desktop)
    desktop.click(app.position("cell", "hibari", "ACTION"))
    app.wait_for_state("Ready")
    children = psutil.Process(app.process.pid).children(recursive=True)
    assert children
    desktop.press("ctrl+w")
    app.wait_until(lambda: not shows_window(app))
    assert app.ask("state")["engine"] == "Ready"
    app.process.terminate()
    assert app.end() == 0
    gone, alive = psutil.wait_procs(children, timeout=PATIENCE_S)
    assert not alive
    assert gone


def test_hidden_start_shows_no_window(desktop: Desktop, start: Start) -> None:
    app = start(desktop, "--hidden")
    assert not shows_window(app)
    click_tray(app, desktop)
    app.wait_until(lambda: shows_window(app))


def test_without_tray_closing_the_window_quits(bare_desktop: Desktop, start: Start) -> None:
    app = start(bare_desktop)
    app.wait_until(lambda: "no tray" in app.ask("label", "status"))
    bare_desktop.press("ctrl+w")
    assert app.end() == 0
