"""More engines than fit on a GPU, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import SettingsStore
from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.gpu_machine import ENGINES, gpu_machine
from tests.e2e.test_tray import choose
from tests.e2e.watched_app import WatchedApp
from tests.support.nvml_standin import GIB, NvmlStandIn

pytestmark = pytest.mark.timeout(600)

KOKORO, F5, BARK = ENGINES


@pytest.fixture
def gpus(tmp_path: Path, engineroom_home: Path, installed_engine: None) -> Iterator[NvmlStandIn]:
    with gpu_machine(tmp_path, engineroom_home) as gpus:
        yield gpus


@pytest.fixture
def app(desktop: Desktop, start: Start, gpus: NvmlStandIn) -> WatchedApp:
    app = start(desktop, **gpus.environment)
    app.ask("resize", 1024, 860)
    return app


def wait_for(app: WatchedApp, engine: str, state: str) -> None:
    app.wait_until(lambda: app.ask("cell_text", engine, "STATE") == state)


def click(app: WatchedApp, desktop: Desktop, engine: str, column: str = "ACTION") -> None:
    desktop.click(app.position("cell", engine, column))


def speak(app: WatchedApp, desktop: Desktop, engine: str, text: str) -> None:
    """Selects an engine and plays a text."""
    click(app, desktop, engine, "ENGINE")
    desktop.click(app.where("previewText"))
    desktop.press("ctrl+a")
    desktop.type(text)
    desktop.click(app.where("previewPlay"))


def test_start_that_stops_a_recently_used_engine_asks_first(
    app: WatchedApp, desktop: Desktop, gpus: NvmlStandIn, engineroom_home: Path
) -> None:
    for engine in (KOKORO, F5):
        speak(app, desktop, engine, "say")
        wait_for(app, engine, "Ready")
        app.wait_until(lambda engine=engine: "ago" in app.ask("cell_text", engine, "LAST_USED"))
    click(app, desktop, KOKORO, "ENGINE")
    desktop.press("ctrl+p")
    app.wait_until(lambda: app.ask("cell_text", KOKORO, "STOPS_IN") == "pinned")
    settings = engineroom_home / "config" / "settings.toml"
    app.wait_until(settings.exists)
    app.wait_until(lambda: SettingsStore(settings).settings.of(KOKORO).pinned)
    gpus.set_unlisted(2 * GIB)

    # 3 GB are free and 4 needed: F5 would have to stop, and Kokoro is pinned.
    click(app, desktop, BARK)
    app.wait_until(lambda: app.ask("visible", "startQuestion"))
    assert app.ask("button", "keepRunning") == "Keep F5 running"
    desktop.press("Return")
    app.wait_until(lambda: not app.ask("visible", "startQuestion"))
    assert app.ask("cell_text", F5, "STATE") == "Ready"

    # The tray shows the window to ask.
    choose(app, desktop, "Hide window")
    app.wait_until(lambda: not app.ask("state")["window"])
    choose(app, desktop, "Bark", "Start")
    app.wait_until(lambda: app.ask("visible", "startQuestion"))
    desktop.click(app.where("startAnyway"))
    wait_for(app, BARK, "Ready")
    wait_for(app, F5, "Stopped")
    assert app.ask("cell_text", KOKORO, "STATE") == "Ready"


def test_free_gpu_stops_engines_and_resume_restarts_them(app: WatchedApp, desktop: Desktop) -> None:
    click(app, desktop, KOKORO)
    wait_for(app, KOKORO, "Ready")
    speak(app, desktop, F5, "wait")
    wait_for(app, F5, "Working")
    desktop.click(app.where("freeGpu"))
    app.wait_until(lambda: "when F5 is finished" in app.ask("label", "gpuHeadline"))
    wait_for(app, KOKORO, "Stopped")
    desktop.click(app.where("gpuAction"))
    app.wait_until(lambda: app.ask("label", "gpuHeadline") == "GPU freed, 2 engines stopped")
    click(app, desktop, BARK)
    app.wait_until(lambda: "freed for other programs" in app.ask("label", "status"))
    choose(app, desktop, "Resume engines")
    for engine in (KOKORO, F5):
        wait_for(app, engine, "Ready")
    assert app.ask("cell_text", BARK, "STATE") == "Stopped"
    assert app.ask("label", "gpuHeadline") == ""
