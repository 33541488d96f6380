"""The event loop doesn't stall, whatever the engines do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.gui.main_window.window import MainWindow
from app.gui.style.apply import Style
from app.settings import EngineSettings
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.app.gui.stall_watch import StallWatch
from workers.base.states import WorkerState
from workers.snapshot import RoomSnapshot
from workers.testing import gpu

pytestmark = pytest.mark.alone  # measures times

LONGEST_MS = 100.0


def test_watch_detects_a_blocked_loop(qtbot: QtBot) -> None:
    blocker = threading.Event()
    with StallWatch() as watch:
        QTimer.singleShot(20, lambda: blocker.wait(0.2))
        qtbot.wait(300)
    assert watch.longest_ms > 150


def test_watch_detects_a_computing_loop(qtbot: QtBot) -> None:
    with StallWatch() as watch:
        QTimer.singleShot(20, lambda: sum(range(20_000_000)))
        qtbot.wait(100)
    assert watch.longest_ms > 100


@pytest.fixture
def window(desk: Desk, style: Style, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window, over engines that misbehave."""
    desk.entries = [
        entry("talker"),
        entry("slow", variant="slow"),
        entry("stuck", variant="stuck"),
        entry("dying", variant="dying"),
    ]
    desk.environments.complete.update(entry.id for entry in desk.entries)
    window = MainWindow(desk.hub, style)
    window.shown.connect(desk.hub.set_shown)
    window.show()
    # First imports and first painting are part of the start, not of this test.
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    qtbot.waitUntil(lambda: bool(window.gauge._devices), timeout=PATIENCE_MS)
    yield window
    desk.close(qtbot)
    window.hide()
    window.deleteLater()


def wait_for(qtbot: QtBot, desk: Desk, engine: str, state: WorkerState) -> None:
    qtbot.waitUntil(lambda: desk.view(engine).worker.state is state, timeout=PATIENCE_MS)


def test_loop_turns_while_an_engine_loads(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with StallWatch() as watch:
        desk.hub.start("slow")
        wait_for(qtbot, desk, "slow", WorkerState.READY)
    assert watch.longest_ms < LONGEST_MS


def test_loop_turns_while_an_engine_crashes(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with StallWatch() as watch:
        desk.hub.start("dying")
        wait_for(qtbot, desk, "dying", WorkerState.CRASHED)
        window.preview.form.text.setPlainText("die")
        window.preview.play.click()
        wait_for(qtbot, desk, "talker", WorkerState.CRASHED)
    assert watch.longest_ms < LONGEST_MS


def test_loop_turns_while_a_working_engine_is_stopped(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    with StallWatch() as watch:
        window.preview.form.text.setPlainText("wait")
        window.preview.play.click()
        playback = desk.playback(qtbot)
        qtbot.waitUntil(lambda: bool(playback.fed), timeout=PATIENCE_MS)
        desk.hub.stop("talker")
        wait_for(qtbot, desk, "talker", WorkerState.STOPPED)
    assert watch.longest_ms < LONGEST_MS


def test_loop_turns_while_an_engine_hangs(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with StallWatch() as watch:
        window.preview.form.text.setPlainText("hang")
        window.preview.play.click()
        wait_for(qtbot, desk, "talker", WorkerState.BUSY)
        desk.hub.start("stuck")
        wait_for(qtbot, desk, "stuck", WorkerState.STARTING)
        desk.hub.settings.set_of(EngineSettings.idle_timeout_s, "talker", 1)
        desk.hub.settings.set_of(EngineSettings.idle_timeout_s, "stuck", 1)
        window.preview.stop_speaking()
        window.preview.play.click()  # Waits for the hanging one.
        qtbot.wait(500)
        desk.hub.stop_all()
        wait_for(qtbot, desk, "talker", WorkerState.STOPPED)
        qtbot.waitUntil(lambda: not desk.view("stuck").has_process, timeout=PATIENCE_MS)
    assert watch.longest_ms < LONGEST_MS
    assert watch.ticks > 20


def test_loop_turns_while_200_engines_change(desk: Desk, style: Style, qtbot: QtBot) -> None:
    desk.entries = [entry(f"engine{number}") for number in range(200)]
    desk.environments.complete.update(entry.id for entry in desk.entries)
    window = MainWindow(desk.hub, style)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    readings = desk.hub.readings
    qtbot.waitUntil(lambda: bool(window.gauge._devices), timeout=PATIENCE_MS)
    readings.read.emit(reading(desk, 0))
    qtbot.wait(100)  # The first painting is part of the start.
    beats = iter(range(1, 1000))
    timer = QTimer(window)
    timer.timeout.connect(lambda: readings.read.emit(reading(desk, next(beats))))
    with StallWatch() as watch:
        timer.start(100)
        qtbot.wait(1000)
        timer.stop()
    assert next(beats) > 5
    assert watch.longest_ms < LONGEST_MS


def reading(desk: Desk, beat: int) -> RoomSnapshot:
    """Returns a snapshot of running engines whose figures change with every tick."""
    workers = (
        replace(
            view.worker,
            state=WorkerState.READY,
            pid=view.place + 1,
            memory_bytes=2**30 + view.place * 2**20,
            memory_source="driver",
            cpu_percent=float((view.place * 7 + beat * 13) % 100),
            idle_s=1.0,
            idle_remaining_s=300.0 - beat,
            requests_served=1,
        )
        for view in desk.hub.views
    )
    return RoomSnapshot(tuple(workers), (gpu(8.0),))


def test_loop_turns_while_everything_closes(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    for engine in ("talker", "slow", "stuck"):
        desk.hub.start(engine)
    wait_for(qtbot, desk, "talker", WorkerState.READY)
    with StallWatch() as watch:
        desk.close(qtbot)
    assert watch.longest_ms < LONGEST_MS
