"""The hub: engine events, user actions, and cleanup."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from app.gui.controller.hub import Hub
from app.gui.state.engine_view import EngineAction, Installation
from app.gui.text import wording
from app.room import EngineRoom
from app.settings import EngineSettings, SettingsStore
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of, entry
from workers.base.events import Progress
from workers.base.states import WorkerState


def wait_for_state(qtbot: QtBot, desk: Desk, state: WorkerState, engine: str = "talker") -> None:
    qtbot.waitUntil(lambda: desk.view(engine).worker.state is state, timeout=PATIENCE_MS)


def test_hub_opens_with_all_engines(open_desk: Desk) -> None:
    views = open_desk.hub.views
    assert [view.id for view in views] == ["talker", "second"]
    assert [view.place for view in views] == [0, 1]
    assert {view.action for view in views} == {EngineAction.START}


def test_act_starts_and_stops_an_engine(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.act("talker")
    wait_for_state(qtbot, open_desk, WorkerState.READY)
    assert open_desk.view().action is EngineAction.STOP
    assert open_desk.view("second").worker.state is WorkerState.STOPPED
    open_desk.hub.act("talker")
    wait_for_state(qtbot, open_desk, WorkerState.STOPPED)


def test_act_cancels_a_load(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", variant="stuck")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    desk.hub.act("talker")
    qtbot.waitUntil(lambda: desk.view().progress is not None, timeout=PATIENCE_MS)
    assert wording.action(desk.view()) == "Cancel"
    desk.hub.act("talker")
    wait_for_state(qtbot, desk, WorkerState.STOPPED)
    assert desk.view().error is None


def test_restart_starts_another_process(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.start("talker")
    wait_for_state(qtbot, open_desk, WorkerState.READY)
    worker = open_desk.hub.worker("talker")
    before = worker.snapshot().pid
    open_desk.hub.restart("talker")
    qtbot.waitUntil(
        lambda: worker.is_alive() and worker.snapshot().pid != before, timeout=PATIENCE_MS
    )
    wait_for_state(qtbot, open_desk, WorkerState.READY)


def test_start_by_another_caller_is_seen_without_a_poll(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.set_shown(False)  # The next reading is seconds away.
    threading.Thread(target=open_desk.hub.worker("talker").start).start()
    wait_for_state(qtbot, open_desk, WorkerState.READY)


def test_crash_between_requests_is_shown(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.start("talker")
    wait_for_state(qtbot, open_desk, WorkerState.READY)
    qtbot.waitUntil(lambda: open_desk.view().worker.pid is not None, timeout=PATIENCE_MS)
    with qtbot.waitSignal(open_desk.hub.failures.failed, timeout=PATIENCE_MS) as failed:
        pid = open_desk.view().worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    (note,) = args_of(failed)
    assert "SIGKILL" in note.failure.text
    assert note.title == "Talker"
    assert open_desk.view().worker.state is WorkerState.CRASHED
    assert open_desk.view().action is EngineAction.START


@pytest.mark.parametrize("variant", ["dying", "failing"])
def test_failed_start_has_an_error(desk: Desk, qtbot: QtBot, variant: str) -> None:
    desk.entries = [entry("talker", variant=variant)]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.CRASHED)
    assert desk.view().error


def test_view_has_the_progress_of_a_load(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", variant="slow")]
    reports = []
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    desk.hub.engine_changed.connect(lambda view: reports.append(view.progress))
    desk.hub.start("talker")
    wait_for_state(qtbot, desk, WorkerState.READY)
    fractions = [progress.fraction for progress in reports if progress is not None]
    assert fractions
    assert fractions == sorted(fractions)
    assert {progress.done_bytes for progress in reports if progress is not None} - {0, None}
    assert desk.view().progress is None


def test_stop_all_stops_every_engine(open_desk: Desk, qtbot: QtBot) -> None:
    for engine in ("talker", "second"):
        open_desk.hub.start(engine)
    for engine in ("talker", "second"):
        wait_for_state(qtbot, open_desk, WorkerState.READY, engine)
    open_desk.hub.stop_all()
    for engine in ("talker", "second"):
        wait_for_state(qtbot, open_desk, WorkerState.STOPPED, engine)


def test_idle_timeout_applies_at_once_and_is_saved(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.hub.start("talker")
    wait_for_state(qtbot, open_desk, WorkerState.READY)
    open_desk.hub.settings.set_of(EngineSettings.idle_timeout_s, "talker", 0.3)
    assert open_desk.view().worker.idle_timeout_s == 0.3
    wait_for_state(qtbot, open_desk, WorkerState.STOPPED)  # by the new idle timeout
    qtbot.waitUntil(open_desk.settings_path.exists, timeout=PATIENCE_MS)
    kept = SettingsStore(open_desk.settings_path).settings
    assert kept.of("talker").idle_timeout_s == 0.3
    assert open_desk.build().workers["talker"].idle_timeout == 0.3


def test_setting_that_cannot_be_saved_applies_with_a_notice(open_desk: Desk, qtbot: QtBot) -> None:
    open_desk.settings_path.parent.parent.mkdir(parents=True, exist_ok=True)
    open_desk.settings_path.parent.write_text("in the way")
    with qtbot.waitSignal(open_desk.hub.notice, timeout=PATIENCE_MS) as notice:
        open_desk.hub.settings.set_of(EngineSettings.idle_timeout_s, "talker", 60)
    assert args_of(notice)[0].startswith("Couldn’t save the setting")
    assert open_desk.hub.worker("talker").idle_timeout == 60


def test_act_installs_a_missing_engine_with_progress(desk: Desk, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    assert desk.view().action is EngineAction.INSTALL
    desk.hub.act("talker")
    assert desk.view().action is EngineAction.CANCEL
    qtbot.waitUntil(lambda: desk.view().progress is not None, timeout=PATIENCE_MS)
    assert desk.view().progress == Progress("Installing packages", 0.5, "talker==1.0")
    assert desk.view("second").installation is Installation.MISSING
    desk.environments.finish.set()
    qtbot.waitUntil(lambda: desk.view().action is EngineAction.START, timeout=PATIENCE_MS)


def test_act_cancels_an_installation_and_installs_again(desk: Desk, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.act("talker")
    desk.hub.act("talker")
    qtbot.waitUntil(lambda: desk.view().action is EngineAction.INSTALL, timeout=PATIENCE_MS)
    assert desk.view().error is None
    desk.environments.finish.set()
    desk.hub.act("talker")
    qtbot.waitUntil(lambda: desk.view().action is EngineAction.START, timeout=PATIENCE_MS)


def test_failed_installation_is_a_failure(desk: Desk, qtbot: QtBot) -> None:
    desk.environments.complete.clear()
    desk.environments.error = RuntimeError("no network; connect and try again")
    desk.environments.finish.set()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    with qtbot.waitSignal(desk.hub.failures.failed, timeout=PATIENCE_MS) as failed:
        desk.hub.act("talker")
    assert "no network" in args_of(failed)[0].failure.text
    assert desk.view().action is EngineAction.INSTALL


def test_engines_that_share_an_environment_install_together(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", environment="core"), entry("second", environment="core")]
    desk.environments.complete.clear()
    desk.environments.finish.set()
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.act("talker")
    for engine in ("talker", "second"):
        qtbot.waitUntil(
            lambda engine=engine: desk.view(engine).action is EngineAction.START,
            timeout=PATIENCE_MS,
        )


def test_room_that_cannot_be_built_is_a_notice(desk: Desk, qtbot: QtBot) -> None:
    def build() -> EngineRoom:
        raise RuntimeError("no catalog at all")

    with qtbot.waitSignal(desk.hub.notice, timeout=PATIENCE_MS) as notice:
        desk.hub.open(build)
    assert "no catalog at all" in args_of(notice)[0]


def test_close_stops_busy_and_loading_workers(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker"), entry("second", variant="stuck")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    desk.hub.start("talker")
    desk.hub.start("second")
    wait_for_state(qtbot, desk, WorkerState.READY)
    wait_for_state(qtbot, desk, WorkerState.STARTING, "second")
    threading.Thread(target=desk.hub.worker("talker").call, args=({"text": "hang"},)).start()
    wait_for_state(qtbot, desk, WorkerState.BUSY)
    with qtbot.waitSignal(desk.hub.closed, timeout=PATIENCE_MS) as closed:
        desk.hub.close()
    assert closed.args == [True]
    assert not desk.hub.worker("talker").is_alive()
    assert desk.hub.worker("second").state in (WorkerState.STOPPED, WorkerState.CRASHED)


def test_close_while_the_room_is_being_built(desk: Desk, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def build() -> EngineRoom:
        assert go_on.wait(PATIENCE_MS / 1000)
        return desk.build()

    desk.hub.open(build)
    desk.hub.close()
    with qtbot.waitSignal(desk.hub.closed, timeout=PATIENCE_MS) as closed:
        go_on.set()
    assert closed.args == [True]


def test_close_ends_at_its_deadline(qtbot: QtBot) -> None:
    hub = Hub()
    go_on = threading.Event()
    hub.background.run(lambda: go_on.wait(PATIENCE_MS / 1000))
    began = time.monotonic()
    with qtbot.waitSignal(hub.closed, timeout=PATIENCE_MS) as closed:
        hub.close(deadline_ms=50)
    assert closed.args == [False]
    assert time.monotonic() - began < PATIENCE_MS / 1000
    with qtbot.waitSignal(hub.background.emptied, timeout=PATIENCE_MS):
        go_on.set()


def test_close_without_a_room(qtbot: QtBot) -> None:
    hub = Hub()
    with qtbot.waitSignal(hub.closed, timeout=PATIENCE_MS) as closed:
        hub.close()
    assert closed.args == [True]


def test_changes_by_the_command_line_are_seen_when_a_window_is_shown(
    open_desk: Desk, qtbot: QtBot
) -> None:
    desk = open_desk
    desk.hub.set_shown(False)
    desk.environments.complete.discard("second")
    assert desk.view("second").installation is Installation.INSTALLED
    desk.hub.set_shown(True)
    qtbot.waitUntil(
        lambda: desk.view("second").installation is Installation.MISSING, timeout=PATIENCE_MS
    )
