"""Photographs every page that needs only the built-in engine, in both themes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.watched_app import WatchedApp

#: Modes of the preview, each with a widget that only it shows.
_MODES = (
    ("modeCompare", "compareText"),
    ("modeHistory", "historyTable"),
    ("modeTranscribe", "transcribeText"),
)
#: Pages of the settings window, from top to bottom.
_SETTINGS = ("general", "engines", "memory", "sound", "voices", "advanced")


def photograph_every_page(app: WatchedApp, desktop: Desktop, folder: Path) -> None:
    """Photographs all pages of a program.

    Args:
        app: Shows its window; the built-in engine is loaded.
        desktop: The program's desktop.
        folder: Gets ``<page>-light.png`` and ``<page>-dark.png``.
    """

    def photograph(page: str, widget: str = "previewText") -> None:
        for theme in ("light", "dark"):
            app.ask("theme", theme)
            app.ask("grab", str(folder / f"{page}-{theme}.png"), widget)

    app.ask("resize", 1024, 760)
    photograph("window")
    for mode, shown in _MODES:
        desktop.click(app.where(mode))
        app.wait_until(lambda shown=shown: app.ask("visible", shown))
        photograph(mode.removeprefix("mode").lower())
    desktop.click(app.where("modeSpeak"))
    desktop.click(app.where("historyDisclosure"))
    app.wait_until(lambda: app.ask("visible", "historyChart"))
    photograph("memory-history")
    desktop.click(app.where("historyDisclosure"))
    _photograph_windows(app, desktop, photograph)
    os.kill(app.ask("state")["pid"], signal.SIGSEGV)
    app.wait_until(lambda: app.ask("visible", "failure"))
    desktop.click(app.where("failureMore"))
    app.wait_until(lambda: app.ask("visible", "failureLines"))
    photograph("failure")


def _photograph_windows(
    app: WatchedApp, desktop: Desktop, photograph: Callable[[str, str], None]
) -> None:
    desktop.click(app.where("logs"))
    app.wait_until(lambda: app.ask("visible", "logLines"))
    photograph("logs", "logLines")
    desktop.press("Escape")
    app.wait_until(lambda: not app.ask("visible", "logLines"))
    desktop.click(app.where("openSettings"))
    app.wait_until(lambda: app.ask("visible", "settingsPages"))
    for row, page in enumerate(_SETTINGS):
        desktop.click(app.row("settingsPages", row))
        photograph(f"settings-{page}", "settingsPages")
    desktop.press("Escape")
    app.wait_until(lambda: not app.ask("visible", "settingsPages"))
    desktop.click(app.where("moreEngines"))
    app.wait_until(lambda: app.ask("visible", "engineList"))
    photograph("engines", "engineList")
    desktop.press("Escape")
    app.wait_until(lambda: not app.ask("visible", "engineList"))
