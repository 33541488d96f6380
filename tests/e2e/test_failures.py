"""Crashes of an engine, by mouse and keyboard: shown, logged, and followed by a restart."""

from __future__ import annotations

import os
import signal

import pytest

from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.test_tray import choose

pytestmark = pytest.mark.timeout(600)


def test_crash_is_shown_and_engine_restarts(desktop: Desktop, start: Start) -> None:
    app = start(desktop)
    choose(app, desktop, "Hibari", "Start")
    app.wait_for_state("Ready")
    app.wait_until(lambda: app.ask("state")["pid"])
    os.kill(app.ask("state")["pid"], signal.SIGSEGV)
    app.wait_until(lambda: app.ask("visible", "failure"))
    assert app.ask("label", "failureHeadline") == "Hibari crashed in native code (SIGSEGV)."

    desktop.click(app.where("failureMore"))
    app.wait_until(lambda: app.ask("visible", "failureLines"))
    desktop.click(app.where("failureLog"))
    app.wait_until(lambda: app.ask("log")[0] == "Hibari")
    app.wait_until(lambda: "startup: python=" in app.ask("log")[1])
    desktop.press("Escape")
    app.wait_until(lambda: app.ask("log") is None)

    desktop.click(app.where("failureAct"))
    app.wait_for_state("Ready")
    app.wait_until(lambda: not app.ask("visible", "failure"))
