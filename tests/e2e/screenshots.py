"""Makes pictures of the real program: ``python -m tests.e2e.screenshots [folder]``.

These are the README's pictures, and in ``build/pages`` one of every page in both themes. Needs
Linux, the programs of tests/e2e, and ImageMagick. The built-in engine really speaks, into an audio
device without hardware.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from app.settings import Settings, SettingsStore
from tests.e2e.desktop import Desktop, missing_programs
from tests.e2e.every_page import photograph_every_page
from tests.e2e.gpu_machine import ENGINES, another_program, gpu_machine
from tests.e2e.watched_app import ROOT, WatchedApp
from tests.support.sound import PacedDevice

IMAGES = ROOT / "docs" / "images"
PAGES = ROOT / "build" / "pages"
SENTENCES = (
    "Welcome aboard. Every voice in this room has a process of its own, "
    "so that a fault in one of them never sinks the ship."
)


def main(folder: Path = IMAGES) -> int:
    """Makes all pictures; returns the exit code."""
    if missing := missing_programs():
        sys.stderr.write(f"needs {missing}: apt install xvfb trayer xdotool imagemagick\n")
        return 1
    for made in (folder, PAGES):
        made.mkdir(parents=True, exist_ok=True)
    _with_the_real_machine(folder)
    _with_a_gpu(folder)
    for page in ("failure", "engines"):
        shutil.copyfile(PAGES / f"{page}-light.png", folder / f"{page}.png")
    return 0


def _with_the_real_machine(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        (home / "data").mkdir(parents=True)
        (home / "data" / "environments").symlink_to(ROOT / ".environments")
        _dismiss_welcome(home)
        with PacedDevice(Path(scratch) / "sound") as device, Desktop(size="1280x1024") as desktop:
            environment = {**os.environ, **desktop.environment, **device.environment}
            app = WatchedApp({**environment, "ENGINEROOM_HOME": str(home)})
            try:
                _photograph(app, desktop, folder)
                photograph_every_page(app, desktop, PAGES)
            finally:
                app.close()


def _with_a_gpu(folder: Path) -> None:
    """Makes the pictures of memory, with a stand-in GPU and engines that use it."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        home = scratch / "home"
        (home / "data").mkdir(parents=True)
        (home / "data" / "environments").symlink_to(ROOT / ".environments")
        _dismiss_welcome(home)
        with (
            gpu_machine(scratch, home) as gpus,
            another_program(gpus, scratch, "browser", 1.4),
            PacedDevice(scratch / "sound") as device,
            Desktop(size="1280x1024") as desktop,
        ):
            gpus.name_device("Stand-in GPU")
            environment = {**os.environ, **desktop.environment, **device.environment}
            app = WatchedApp({**environment, **gpus.environment, "ENGINEROOM_HOME": str(home)})
            try:
                _photograph_memory(app, desktop, folder)
            finally:
                app.close()


def _dismiss_welcome(home: Path) -> None:
    """Marks the welcome as read, so that the pictures don't show it."""
    SettingsStore(home / "config" / "settings.toml").set(Settings.welcomed, value=True)


def _photograph_memory(app: WatchedApp, desktop: Desktop, folder: Path) -> None:
    app.wait_until(lambda: app.ask("state")["engines"])
    app.ask("resize", 1024, 760)
    kokoro, f5, bark = ENGINES
    for engine in (kokoro, f5):
        desktop.click(app.position("cell", engine, "ENGINE"))
        app.wait_until(lambda engine=engine: app.ask("state")["chosen"] == engine)
        desktop.click(app.where("previewPlay"))
        app.wait_until(lambda engine=engine: "ago" in app.ask("cell_text", engine, "LAST_USED"))
    desktop.click(app.position("cell", kokoro, "ENGINE"))
    desktop.press("ctrl+p")
    app.wait_until(lambda: app.ask("cell_text", kokoro, "STOPS_IN") == "pinned")
    desktop.click(app.position("cell", bark, "ACTION"))
    app.wait_until(lambda: app.ask("visible", "startQuestion"))
    app.ask("grab", str(folder / "question.png"))
    desktop.click(app.where("keepRunning"))
    desktop.click(app.where("freeGpu"))
    app.wait_until(lambda: "GPU freed" in app.ask("label", "gpuHeadline"))
    app.wait_until(lambda: "F5" not in app.ask("gauge"))
    app.wait_until(lambda: "Other programs 1.4 GB, Free" in app.ask("gauge"))
    app.ask("theme", "dark")
    app.ask("grab", str(folder / "gpu-lent.png"))


def _photograph(app: WatchedApp, desktop: Desktop, folder: Path) -> None:
    app.wait_until(lambda: app.ask("state")["engines"])
    app.ask("resize", 1024, 640)
    desktop.click(app.where("previewText"))
    desktop.press("ctrl+a")
    desktop.type(SENTENCES)
    for _ in range(2):  # The second time the engine is loaded already.
        desktop.click(app.where("previewPlay"))
        app.wait_until(lambda: app.ask("state")["speaks"])
        app.wait_until(lambda: not app.ask("state")["speaks"])
    app.wait_until(lambda: app.ask("state")["engine"] == "Ready")
    for theme in ("light", "dark"):
        app.ask("theme", theme)
        app.ask("grab", str(folder / f"window-{theme}.png"))
    _photograph_tray(app, desktop, folder / "tray.png")


def _photograph_tray(app: WatchedApp, desktop: Desktop, path: Path) -> None:
    app.wait_until(lambda: app.ask("state")["tray"])
    desktop.click(app.position("tray"), 3)
    desktop.click(app.position("menu_entry", "Hibari"))
    app.wait_until(lambda: app.ask("menu_entry", "Hibari", "Stop"))
    desktop.photograph(path)
    crop = ("-gravity", "SouthEast", "-crop", "400x240+0+0", "+repage")
    wallpaper = ("-fill", "#3f5b66", "-opaque", "#000000")
    subprocess.run(["convert", str(path), *crop, *wallpaper, str(path)], check=True, timeout=30)
    desktop.press("Escape", "Escape")


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
