"""Failures: noted, shown, repaired, and dismissed."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.gui.controller.failures import NOTIFY_EVERY_S, Failures
from app.gui.failures.offers import apply_offer
from app.gui.state.engine_view import Installation
from app.gui.state.failure_note import Offer
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of, entry
from tests.app.gui.pictures import view
from workers.base.states import WorkerState
from workers.diagnosis.failure import Failure
from workers.errors import EnvironmentFailed
from workers.testing import FakeClock

# State changes without engines.


class History:
    """State changes of engines, and the failures that follow from these."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.failures = Failures(clock=self.clock)
        self.reported: list[str] = []
        self.failures.failed.connect(lambda note: self.reported.append(note.engine))

    def change(self, state: WorkerState, at_s: float | None = None, engine: str = "talker") -> None:
        failure = Failure(at_s, "it died") if at_s is not None else None
        self.failures.update(view(engine, state, failure=failure))

    def shown(self) -> list[str]:
        return [note.engine for note in self.failures.notes]


def test_failure_stays_until_the_engine_works_again() -> None:
    history = History()
    history.change(WorkerState.READY)
    assert history.shown() == []
    history.change(WorkerState.CRASHED, 1.0)
    assert history.shown() == ["talker"]
    history.change(WorkerState.STARTING, 1.0)
    assert [note.is_being_retried for note in history.failures.notes] == [True]
    history.change(WorkerState.READY)
    assert history.shown() == []
    assert history.reported == ["talker"]


def test_stopped_start_removes_the_failure() -> None:
    history = History()
    history.change(WorkerState.CRASHED, 1.0)
    history.change(WorkerState.STARTING, 1.0)
    history.change(WorkerState.STOPPED, 1.0)
    assert history.shown() == []


def test_newest_failure_comes_first() -> None:
    history = History()
    for at_s, engine in ((1.0, "a"), (2.0, "b"), (3.0, "a")):
        history.change(WorkerState.CRASHED, at_s, engine)
    assert history.shown() == ["a", "b"]


def test_repeated_failure_is_listed_once() -> None:
    history = History()
    changes: list[bool] = []
    history.change(WorkerState.CRASHED, 1.0)
    history.failures.changed.connect(lambda: changes.append(True))
    history.change(WorkerState.CRASHED, 1.0)
    assert not changes


def test_dismissed_failure_returns_with_the_next_crash() -> None:
    history = History()
    history.change(WorkerState.CRASHED, 1.0)
    history.failures.dismiss("talker")
    assert history.shown() == []
    history.change(WorkerState.STARTING, 1.0)
    assert history.shown() == []
    history.change(WorkerState.CRASHED, 2.0)
    assert history.shown() == ["talker"]


def test_repeated_crashes_notify_once_a_minute() -> None:
    history = History()
    for number in range(10):
        history.change(WorkerState.STARTING)
        history.change(WorkerState.CRASHED, 1.0 + number)
        history.clock.advance(1.0)
    assert history.reported == ["talker"]
    history.change(WorkerState.CRASHED, 50.0, "second")
    assert history.reported == ["talker", "second"]
    history.clock.advance(NOTIFY_EVERY_S)
    history.change(WorkerState.CRASHED, 100.0)
    assert history.reported == ["talker", "second", "talker"]


# With real engines.


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState) -> None:
    qtbot.waitUntil(lambda: desk.view().worker.state is state, timeout=PATIENCE_MS)


def kill(qtbot: QtBot, desk: Desk) -> None:
    """Kills the first engine between two requests."""
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.READY)
    pid = desk.hub.worker("talker").snapshot().pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    wait_for_state(qtbot, desk, WorkerState.CRASHED)


def take_offer(desk: Desk) -> None:
    apply_offer(desk.hub.failures.notes[0], desk.hub, lambda _: None)


def test_start_again_starts_the_engine(open_desk: Desk, qtbot: QtBot) -> None:
    kill(qtbot, open_desk)
    (note,) = open_desk.hub.failures.notes
    assert (note.engine, note.offer) == ("talker", Offer.START)
    assert not note.failure.while_starting
    take_offer(open_desk)
    wait_for_state(qtbot, open_desk, WorkerState.READY)
    assert open_desk.hub.failures.notes == ()


def open_with(desk: Desk, qtbot: QtBot, **fields: object) -> None:
    desk.entries = [entry("talker", **fields)]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)


def test_repair_installs_lost_files_and_starts_the_engine(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="bare")
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    (note,) = desk.hub.failures.notes
    assert note.offer is Offer.REPAIR
    desk.hub.worker("talker").variant = None  # its module exists now
    take_offer(desk)
    assert desk.view().installation is Installation.INSTALLING
    assert [note.is_being_retried for note in desk.hub.failures.notes] == [True]
    desk.environments.finish.set()
    wait_for_state(qtbot, desk, WorkerState.READY)
    assert desk.environments.reinstalled == ["talker"]
    assert desk.hub.failures.notes == ()


def test_failed_repair_is_reported_and_offered_again(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="bare")
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    desk.environments.error = EnvironmentFailed("no network", stderr_tail=("uv: error",))
    desk.environments.finish.set()
    take_offer(desk)
    qtbot.waitUntil(lambda: desk.hub.failures.notes[0].was_installing, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desk.view().installation is Installation.INSTALLED, timeout=PATIENCE_MS)
    (note,) = desk.hub.failures.notes
    assert (note.failure.text, note.failure.stderr_tail) == ("no network", ("uv: error",))
    assert (note.was_installing, note.offer) == (True, Offer.REPAIR)
    assert desk.hub.worker("talker").state is WorkerState.CRASHED, "the engine was started"


def test_canceled_repair_starts_no_engine(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="bare")
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    take_offer(desk)
    desk.hub.act("talker")
    qtbot.waitUntil(lambda: desk.view().installation is Installation.INSTALLED, timeout=PATIENCE_MS)
    assert desk.hub.worker("talker").state is WorkerState.CRASHED
    (note,) = desk.hub.failures.notes
    assert not note.was_installing


def test_run_on_cpu_sets_the_device_to_the_cpu(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="foreign", cpu_mode=True)
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    (note,) = desk.hub.failures.notes
    assert note.offer is Offer.RUN_ON_CPU
    desk.hub.worker("talker").variant = None
    take_offer(desk)
    wait_for_state(qtbot, desk, WorkerState.READY)
    assert desk.hub.worker("talker").device == "cpu"
    assert desk.hub.failures.notes == ()


def test_failed_installation_is_retried(desk: Desk, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    desk.environments.error = EnvironmentFailed("no network", stderr_tail=("uv: error",))
    desk.environments.finish.set()
    open_with(desk, qtbot)
    with qtbot.waitSignal(desk.hub.failures.failed, timeout=PATIENCE_MS) as failed:
        desk.hub.act("talker")
    assert args_of(failed)[0].failure.stderr_tail == ("uv: error",)
    desk.environments.error = None
    take_offer(desk)
    qtbot.waitUntil(lambda: desk.hub.failures.notes == (), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desk.view().installation is Installation.INSTALLED, timeout=PATIENCE_MS)


def test_show_log_shows_the_log(open_desk: Desk, qtbot: QtBot) -> None:
    kill(qtbot, open_desk)
    asked: list[str] = []
    note = replace(open_desk.hub.failures.notes[0], offer=Offer.SHOW_LOG)
    apply_offer(note, open_desk.hub, asked.append)
    assert asked == ["talker"]
