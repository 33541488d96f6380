"""Desktops, the built-in engine's real environment, and a transcriber."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import Settings, SettingsStore
from tests.e2e.desktop import Desktop, missing_programs
from tests.e2e.watched_app import WatchedApp
from tests.support.real_engines import hear, real_engines
from tests.support.sound.fixtures import paced_device, portaudio
from workers.environments.store import EnvironmentStore

__all__ = ["paced_device", "portaudio"]

Start = Callable[..., WatchedApp]
Transcribe = Callable[[Path], str]


@pytest.fixture(scope="session")
def needs_desktop() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("Xvfb is for Linux")
    if missing := missing_programs():
        pytest.skip(f"needs {missing}: apt install xvfb trayer xdotool")


@pytest.fixture
def desktop(needs_desktop: None) -> Iterator[Desktop]:
    """A desktop with a tray."""
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def bare_desktop(needs_desktop: None) -> Iterator[Desktop]:
    """A desktop without a tray."""
    with Desktop(has_tray=False) as desktop:
        yield desktop


@pytest.fixture
def installed_engine(engineroom_home: Path, test_environments: EnvironmentStore) -> None:
    """Installs the built-in engine, from the environment of the tests."""
    python = test_environments.interpreter("core")
    if python is None:
        pytest.fail("The engine's environment is missing; run: python3 -m installer test")
    folder = engineroom_home / "data"
    folder.mkdir()
    (folder / "environments").symlink_to(python.parents[2], target_is_directory=True)


@pytest.fixture
def start(installed_engine: None, engineroom_home: Path) -> Iterator[Start]:
    """Starts the program on a desktop, and waits until it shows its engines and its memory.

    From then on nothing in the window moves by itself. Tests request the desktop first, so that it
    outlives the program.
    """
    SettingsStore(engineroom_home / "config" / "settings.toml").set(Settings.welcomed, value=True)
    started: list[WatchedApp] = []

    def start(desktop: Desktop, *arguments: str, **environment: str) -> WatchedApp:
        # Silent unless a test provides a sound device.
        silent = {"ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "none"}
        everything = {**os.environ, **silent, **desktop.environment, **environment}
        app = WatchedApp(everything, *arguments)
        started.append(app)

        def is_at_rest() -> bool:
            shown = app.ask("state")
            return shown["engines"] and (shown["gauges"] or not shown["window"])

        app.wait_until(is_at_rest)
        return app

    yield start
    for app in started:
        app.close()


@pytest.fixture
def transcribe(test_environments: EnvironmentStore, tmp_path: Path) -> Transcribe:
    """Transcribes a WAV file."""

    def transcribe(path: Path) -> str:
        with real_engines(test_environments, tmp_path / "listener") as start_engine:
            return hear(start_engine("whisper-tiny-en"), path)

    return transcribe
