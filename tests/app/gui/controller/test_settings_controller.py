"""Changes of settings: applied at once and saved."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.settings import ANY_DEVICE, EngineSettings, Settings, SettingsStore
from tests.app.gui.conftest import PATIENCE_MS, Desk, args_of, entry
from workers.base.states import WorkerState

GB = 2**30


def saved(desk: Desk) -> SettingsStore:
    return SettingsStore(desk.settings_path)


def test_pin_applies_at_once_and_survives_a_restart(open_desk: Desk, qtbot: QtBot) -> None:
    desk = open_desk
    desk.hear(qtbot, "talker")
    desk.hub.settings.set_of(EngineSettings.idle_timeout_s, "talker", 0.3)
    desk.hub.settings.set_of(EngineSettings.pinned, "talker", value=True)
    assert desk.view().worker.is_pinned
    assert desk.view().worker.idle_remaining_s is None
    qtbot.waitUntil(lambda: saved(desk).settings.of("talker").pinned, timeout=PATIENCE_MS)
    qtbot.wait(600)
    assert desk.hub.worker("talker").is_alive(), "a pinned engine was stopped when idle"
    assert desk.build().workers["talker"].is_pinned
    desk.hub.settings.set_of(EngineSettings.pinned, "talker", value=False)
    stopped = WorkerState.STOPPED
    qtbot.waitUntil(lambda: desk.view().worker.state is stopped, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not saved(desk).settings.of("talker").pinned, timeout=PATIENCE_MS)


def test_figures_stay_while_a_setting_changes(open_desk: Desk, qtbot: QtBot) -> None:
    desk = open_desk
    desk.hear(qtbot, "talker")
    qtbot.waitUntil(lambda: desk.view().worker.ram_bytes is not None, timeout=PATIENCE_MS)
    desk.hub.settings.set_of(EngineSettings.pinned, "talker", value=True)
    assert desk.view().worker.ram_bytes is not None


def test_device_applies_from_the_next_start(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", device="cuda:1")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    assert desk.view().fixed_to == "cuda:1"
    settings = desk.hub.settings
    settings.set_of(EngineSettings.device, "talker", ANY_DEVICE)
    assert desk.view().fixed_to is None
    assert desk.hub.worker("talker").device is None
    desk.hear(qtbot, "talker")
    with qtbot.waitSignal(desk.hub.notice, timeout=PATIENCE_MS) as notice:
        settings.set_of(EngineSettings.device, "talker", "GPU-0")
    assert args_of(notice) == ["Talker uses the new device after a restart."]
    assert desk.view().fixed_to == "GPU-0"
    qtbot.waitUntil(
        lambda: saved(desk).settings.of("talker").device == "GPU-0", timeout=PATIENCE_MS
    )
    assert desk.build().workers["talker"].device == "GPU-0"


def test_reserve_applies_at_once_and_survives_a_restart(open_desk: Desk, qtbot: QtBot) -> None:
    room = open_desk.hub.room
    assert room is not None
    assert room.supervisor.reserve_bytes == GB // 2
    assert not open_desk.settings_path.exists(), "a default isn't written"
    open_desk.hub.settings.set(Settings.reserve_gb, 2.0)
    assert room.supervisor.reserve_bytes == 2 * GB
    qtbot.waitUntil(lambda: saved(open_desk).settings.reserve_gb == 2.0, timeout=PATIENCE_MS)
    assert open_desk.build().supervisor.reserve_bytes == 2 * GB


def test_last_of_many_changes_is_saved(open_desk: Desk, qtbot: QtBot) -> None:
    for tenths in range(30):
        open_desk.hub.settings.set(Settings.reserve_gb, tenths / 10)
    with qtbot.waitSignal(open_desk.hub.background.emptied, timeout=PATIENCE_MS):
        pass
    assert saved(open_desk).settings.reserve_gb == 2.9
