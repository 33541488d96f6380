"""Installation of engines, from an empty home to speech and transcripts, by mouse and keyboard."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop
from tests.e2e.watched_app import WatchedApp
from tests.support.patience import comes_true
from tests.support.sound import PacedDevice

pytestmark = pytest.mark.timeout(600)

#: Packages come from the index, or from the cache of uv.
_INSTALLED_WITHIN_S = 240.0
#: The sample sentence; see app/gui/speech/sample_texts.py.
_GREETING = "hello this voice runs in its own process and it's ready when you are"


@pytest.fixture
def fresh(
    needs_desktop: None, engineroom_home: Path, paced_device: PacedDevice
) -> Iterator[tuple[Desktop, WatchedApp]]:
    """The program on its first run: no settings, no engines."""
    assert not list(engineroom_home.iterdir())
    with Desktop(size="1400x1000") as desktop:
        environment = {**os.environ, **desktop.environment, **paced_device.environment}
        app = WatchedApp(environment)
        try:
            app.wait_until(lambda: app.ask("state")["engines"])
            yield desktop, app
        finally:
            app.close()


def install(app: WatchedApp, desktop: Desktop, name: str) -> None:
    """Selects an engine in the window of all engines, and installs it."""
    choose(app, desktop, name)
    app.wait_until(lambda: app.ask("enabled", "installEngine"))
    desktop.click(app.where("installEngine"))
    app.wait_until(lambda: app.ask("enabled", "installNow"))
    desktop.click(app.where("installNow"))
    app.wait_until(
        lambda: app.ask("says", "engineState").endswith("Installed"), _INSTALLED_WITHIN_S
    )


def choose(app: WatchedApp, desktop: Desktop, name: str) -> None:
    desktop.click(app.position("engine", name))


def hear_sample(app: WatchedApp, desktop: Desktop, device: PacedDevice) -> None:
    device.forget()
    app.wait_until(lambda: app.ask("enabled", "playSample"))
    desktop.click(app.where("playSample"))
    device.wait_for_sound(1.0)
    app.wait_until(lambda: not app.ask("enabled", "stopSample"))
    device.wait_for_silence(0.2)


def open_file(app: WatchedApp, desktop: Desktop, path: Path) -> None:
    """Enters a path in Qt's file dialog.

    On a busy machine the dialog's completer is late: Return may then choose the folder instead.
    """
    app.wait_until(lambda: app.ask("enabled", "fileNameEdit"))
    for _ in range(5):
        desktop.press("ctrl+a")
        desktop.type(str(path))
        app.wait_until(lambda: app.ask("entered", "fileNameEdit") == str(path))
        desktop.press("Return")
        if comes_true(lambda: not app.ask("visible", "fileNameEdit"), timeout_s=5, poll_s=0.05):
            return
    pytest.fail("the file dialog doesn't close")


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_engines_install_speak_and_transcribe(
    fresh: tuple[Desktop, WatchedApp],
    paced_device: PacedDevice,
    transcribe: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    desktop, app = fresh
    desktop.click(app.where("welcomeEngines"))

    install(app, desktop, "Piper (English)")
    hear_sample(app, desktop, paced_device)
    speech = paced_device.write_wav(tmp_path / "piper.wav")
    assert words(transcribe(speech)) == _GREETING

    install(app, desktop, "Kokoro (Japanese)")
    desktop.click(app.where("sampleLanguage"))
    desktop.type("Eng")
    desktop.press("Return")
    hear_sample(app, desktop, paced_device)
    assert words(transcribe(paced_device.write_wav(tmp_path / "kokoro.wav"))) == _GREETING

    install(app, desktop, "Whisper tiny (English)")
    desktop.click(app.where("openPreview"))
    app.wait_until(lambda: app.ask("enabled", "transcribeChoose"))
    desktop.click(app.where("transcribeChoose"))
    open_file(app, desktop, speech)
    app.wait_until(lambda: words(app.ask("transcript")) == _GREETING)
