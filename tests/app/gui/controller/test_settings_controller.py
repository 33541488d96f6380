"""What the user decides holds at once, and after a restart."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.settings import ANY_DEVICE, SettingsStore
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of, entry
from workers.base.states import WorkerState

GB = 2**30


def kept(desk: Desk) -> SettingsStore:
    return SettingsStore(desk.settings_path)


def test_a_pin_holds_at_once_and_after_a_restart(open_desk: Desk, qtbot: QtBot) -> None:
    desk = open_desk
    desk.hear(qtbot, "talker")
    desk.hub.settings.set_idle_timeout("talker", 0.3)
    desk.hub.settings.set_pinned("talker", True)
    assert desk.view().worker.is_pinned
    assert desk.view().worker.idle_remaining_s is None
    qtbot.waitUntil(lambda: kept(desk).settings.of("talker").pinned, timeout=PATIENCE_MS)
    qtbot.wait(600)
    assert desk.hub.worker("talker").is_alive(), "a pinned engine is not stopped for being idle"
    assert desk.build().workers["talker"].is_pinned
    desk.hub.settings.set_pinned("talker", False)
    stopped = WorkerState.STOPPED
    qtbot.waitUntil(lambda: desk.view().worker.state is stopped, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not kept(desk).settings.of("talker").pinned, timeout=PATIENCE_MS)


def test_figures_stay_while_a_decision_is_shown(open_desk: Desk, qtbot: QtBot) -> None:
    desk = open_desk
    desk.hear(qtbot, "talker")
    qtbot.waitUntil(lambda: desk.view().worker.ram_bytes is not None, timeout=PATIENCE_MS)
    desk.hub.settings.set_pinned("talker", True)
    assert desk.view().worker.ram_bytes is not None


def test_a_device_holds_from_the_next_start_on(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", device="cuda:1")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    assert desk.view().fixed_to == "cuda:1"
    settings = desk.hub.settings
    settings.set_device("talker", ANY_DEVICE)
    assert desk.view().fixed_to is None
    assert desk.hub.worker("talker").device is None
    desk.hear(qtbot, "talker")
    with qtbot.waitSignal(desk.hub.notice, timeout=PATIENCE_MS) as notice:
        settings.set_device("talker", "GPU-0")
    assert args_of(notice) == ["Talker uses the new device after a restart."]
    assert desk.view().fixed_to == "GPU-0"
    qtbot.waitUntil(lambda: kept(desk).settings.of("talker").device == "GPU-0", timeout=PATIENCE_MS)
    assert desk.build().workers["talker"].device == "GPU-0"


def test_the_reserve_holds_at_once_and_after_a_restart(open_desk: Desk, qtbot: QtBot) -> None:
    room = open_desk.hub.room
    assert room is not None
    assert room.supervisor.reserve_bytes == GB // 2
    assert not open_desk.settings_path.exists(), "the default is nobody's decision"
    open_desk.hub.settings.set_reserve_gb(2.0)
    assert room.supervisor.reserve_bytes == 2 * GB
    qtbot.waitUntil(lambda: kept(open_desk).settings.reserve_gb == 2.0, timeout=PATIENCE_MS)
    assert open_desk.build().supervisor.reserve_bytes == 2 * GB


def test_the_last_of_many_decisions_is_the_one_that_is_kept(open_desk: Desk, qtbot: QtBot) -> None:
    for tenths in range(30):
        open_desk.hub.settings.set_reserve_gb(tenths / 10)
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        pass
    assert kept(open_desk).settings.reserve_gb == 2.9
