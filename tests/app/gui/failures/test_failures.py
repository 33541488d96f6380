"""Failures from the engine's end to the user's eye, and away again."""

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

# What is kept of what the hub tells.


class Story:
    """Engines' states, told one after the other."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.failures = Failures(clock=self.clock)
        self.told: list[str] = []
        self.failures.failed.connect(lambda note: self.told.append(note.engine))

    def tell(self, state: WorkerState, at_s: float | None = None, engine: str = "talker") -> None:
        failure = Failure(at_s, "it died") if at_s is not None else None
        self.failures.update(view(engine, state, failure=failure))

    def shown(self) -> list[str]:
        return [note.engine for note in self.failures.notes]


def test_a_failure_stays_until_the_engine_works_again() -> None:
    story = Story()
    story.tell(WorkerState.READY)
    assert story.shown() == []
    story.tell(WorkerState.CRASHED, 1.0)
    assert story.shown() == ["talker"]
    story.tell(WorkerState.STARTING, 1.0)
    assert [note.is_being_retried for note in story.failures.notes] == [True]
    story.tell(WorkerState.READY)
    assert story.shown() == []
    assert story.told == ["talker"]


def test_a_start_that_is_stopped_takes_it_away_too() -> None:
    story = Story()
    story.tell(WorkerState.CRASHED, 1.0)
    story.tell(WorkerState.STARTING, 1.0)
    story.tell(WorkerState.STOPPED, 1.0)
    assert story.shown() == []


def test_the_newest_comes_first() -> None:
    story = Story()
    for at_s, engine in ((1.0, "a"), (2.0, "b"), (3.0, "a")):
        story.tell(WorkerState.CRASHED, at_s, engine)
    assert story.shown() == ["a", "b"]


def test_the_same_failure_told_twice_is_one() -> None:
    story = Story()
    changes: list[bool] = []
    story.tell(WorkerState.CRASHED, 1.0)
    story.failures.changed.connect(lambda: changes.append(True))
    story.tell(WorkerState.CRASHED, 1.0)
    assert not changes


def test_dismissed_is_dismissed_until_it_fails_again() -> None:
    story = Story()
    story.tell(WorkerState.CRASHED, 1.0)
    story.failures.dismiss("talker")
    assert story.shown() == []
    story.tell(WorkerState.STARTING, 1.0)
    assert story.shown() == []
    story.tell(WorkerState.CRASHED, 2.0)
    assert story.shown() == ["talker"]


def test_an_engine_that_fails_all_the_time_is_told_of_once_a_minute() -> None:
    story = Story()
    for number in range(10):
        story.tell(WorkerState.STARTING)
        story.tell(WorkerState.CRASHED, 1.0 + number)
        story.clock.advance(1.0)
    assert story.told == ["talker"]
    story.tell(WorkerState.CRASHED, 50.0, "second")
    assert story.told == ["talker", "second"]
    story.clock.advance(NOTIFY_EVERY_S)
    story.tell(WorkerState.CRASHED, 100.0)
    assert story.told == ["talker", "second", "talker"]


# With real engines.


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState) -> None:
    qtbot.waitUntil(lambda: desk.view().worker.state is state, timeout=PATIENCE_MS)


def kill(qtbot: QtBot, desk: Desk) -> None:
    """Have the first engine die between two requests."""
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.READY)
    pid = desk.hub.worker("talker").snapshot().pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    wait_for_state(qtbot, desk, WorkerState.CRASHED)


def take_offer(desk: Desk) -> None:
    apply_offer(desk.hub.failures.notes[0], desk.hub, lambda _: None)


def test_start_again_starts_it_again(open_desk: Desk, qtbot: QtBot) -> None:
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


def test_what_was_lost_is_installed_again_and_the_engine_started(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="bare")
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    (note,) = desk.hub.failures.notes
    assert note.offer is Offer.REPAIR
    desk.hub.worker("talker").variant = None  # It would find its module now.
    take_offer(desk)
    assert desk.view().installation is Installation.INSTALLING
    assert [note.is_being_retried for note in desk.hub.failures.notes] == [True]
    desk.environments.finish.set()
    wait_for_state(qtbot, desk, WorkerState.READY)
    assert desk.environments.reinstalled == ["talker"]
    assert desk.hub.failures.notes == ()


def test_a_repair_that_fails_is_told_and_offered_again(desk: Desk, qtbot: QtBot) -> None:
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
    assert desk.hub.worker("talker").state is WorkerState.CRASHED, "nothing was started"


def test_a_repair_that_is_cancelled_starts_nothing(desk: Desk, qtbot: QtBot) -> None:
    open_with(desk, qtbot, variant="bare")
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    take_offer(desk)
    desk.hub.act("talker")
    qtbot.waitUntil(lambda: desk.view().installation is Installation.INSTALLED, timeout=PATIENCE_MS)
    assert desk.hub.worker("talker").state is WorkerState.CRASHED
    (note,) = desk.hub.failures.notes
    assert not note.was_installing


def test_run_on_the_cpu_fixes_it_there(desk: Desk, qtbot: QtBot) -> None:
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


def test_an_installation_that_fails_is_tried_again(desk: Desk, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    desk.environments.error = EnvironmentFailed("no network", stderr_tail=("uv: error",))
    desk.environments.finish.set()
    open_with(desk, qtbot)
    with qtbot.waitSignal(desk.hub.failures.failed, timeout=PATIENCE_MS) as told:
        desk.hub.act("talker")
    assert args_of(told)[0].failure.stderr_tail == ("uv: error",)
    desk.environments.error = None
    take_offer(desk)
    qtbot.waitUntil(lambda: desk.hub.failures.notes == (), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desk.view().installation is Installation.INSTALLED, timeout=PATIENCE_MS)


def test_show_log_shows_it(open_desk: Desk, qtbot: QtBot) -> None:
    kill(qtbot, open_desk)
    asked: list[str] = []
    note = replace(open_desk.hub.failures.notes[0], offer=Offer.SHOW_LOG)
    apply_offer(note, open_desk.hub, asked.append)
    assert asked == ["talker"]
