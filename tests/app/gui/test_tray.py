"""Texts of the tray icon and its menu; tests/e2e clicks a real tray."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.gui.tray.face import Mark
from app.gui.tray.icon import TrayIcon
from app.gui.tray.menu import TrayMenu
from app.gui.tray.status import TrayStatus
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.app.gui.pictures import card
from workers.base.states import WorkerState
from workers.snapshot import RoomSnapshot


class Tray:
    """A tray icon with its updates."""

    def __init__(self, desk: Desk) -> None:
        self.icon = TrayIcon(QObject(desk.hub))
        self._status = TrayStatus(desk.hub, self.icon)

    @property
    def look(self) -> tuple[Mark, int]:
        assert self._status.look is not None
        return self._status.look

    @property
    def mark(self) -> Mark:
        return self.look[0]

    @property
    def engines(self) -> list[str]:
        """Returns the tool tip's lines about engines."""
        return [line for line in self.tool_tip.splitlines()[1:] if not line.startswith("GPU")]

    @property
    def tool_tip(self) -> str:
        return self.icon.toolTip()


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def engine_action(menu: TrayMenu, number: int = 0) -> str:
    submenu = [action.menu() for action in menu.actions() if action.menu()][number]
    assert isinstance(submenu, QMenu)
    (action,) = submenu.actions()
    return action.text()


def trigger(menu: TrayMenu, number: int = 0) -> None:
    menu.rebuild()
    submenu = [action.menu() for action in menu.actions() if action.menu()][number]
    assert isinstance(submenu, QMenu)
    submenu.actions()[0].trigger()


def test_menu_before_the_engines_are_known(desk: Desk, qtbot: QtBot) -> None:
    assert texts(TrayMenu(desk.hub)) == ["Show window", "Loading engines…", "Settings…", "Quit"]


def test_menu_shows_the_present_state_when_it_opens(open_desk: Desk, qtbot: QtBot) -> None:
    menu = TrayMenu(open_desk.hub)
    assert texts(menu) == [
        "Show window",
        "Talker: Stopped",
        "Second: Stopped",
        "More engines…",
        "Stop all",
        "Free GPU",
        "Settings…",
        "Quit",
    ]
    assert engine_action(menu) == "Start"
    trigger(menu)
    ready = WorkerState.READY
    qtbot.waitUntil(lambda: open_desk.view().worker.state is ready, timeout=PATIENCE_MS)
    menu.set_window_shown(True)
    menu.aboutToShow.emit()
    assert texts(menu)[:2] == ["Hide window", "Talker: Ready"]
    assert engine_action(menu) == "Stop"
    trigger(menu)
    stopped = WorkerState.STOPPED
    qtbot.waitUntil(lambda: open_desk.view().worker.state is stopped, timeout=PATIENCE_MS)


def test_stop_all_is_enabled_while_engines_run(open_desk: Desk, qtbot: QtBot) -> None:
    menu = TrayMenu(open_desk.hub)

    def stop_all_is_offered() -> bool:
        menu.rebuild()
        (stop_all,) = (action for action in menu.actions() if action.text() == "Stop all")
        return stop_all.isEnabled()

    assert not stop_all_is_offered()
    open_desk.hub.start("second")
    qtbot.waitUntil(stop_all_is_offered, timeout=PATIENCE_MS)


def test_engine_names_are_no_mnemonics(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", name="Salt & Pepper")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    assert "Salt && Pepper: Stopped" in texts(TrayMenu(desk.hub))


def test_closing_program_offers_only_quit(desk: Desk, qtbot: QtBot) -> None:
    desk.close(qtbot)
    assert texts(TrayMenu(desk.hub)) == [
        "Show window",
        "Stopping engines…",
        "Settings…",
        "Quit",
    ]


@pytest.fixture
def tray(open_desk: Desk) -> Tray:
    return Tray(open_desk)


def test_icon_shows_work_and_failures(tray: Tray, open_desk: Desk, qtbot: QtBot) -> None:
    assert (tray.look, tray.tool_tip) == ((Mark.IDLE, 0), "Engine Room")
    open_desk.hub.start("talker")
    qtbot.waitUntil(lambda: tray.engines == ["Talker: Ready"], timeout=PATIENCE_MS)
    assert tray.mark is Mark.IDLE
    open_desk.hub.background.run(lambda: open_desk.hub.worker("talker").call({"text": "die"}))
    qtbot.waitUntil(lambda: tray.mark is Mark.ATTENTION, timeout=PATIENCE_MS)
    assert tray.engines == ["Talker: Crashed"]
    open_desk.hub.start("talker")
    qtbot.waitUntil(lambda: tray.mark is Mark.IDLE, timeout=PATIENCE_MS)


def test_icon_shows_a_load(desk: Desk, qtbot: QtBot) -> None:
    desk.entries = [entry("talker", variant="stuck")]
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    tray = Tray(desk)
    desk.hub.start("talker")
    qtbot.waitUntil(lambda: tray.mark is Mark.WORKING, timeout=PATIENCE_MS)
    starting = ["Talker: Starting (Loading model, 50 %)"]
    qtbot.waitUntil(lambda: tray.engines == starting, timeout=PATIENCE_MS)


def test_icon_shows_the_fullest_gpu(desk: Desk, qtbot: QtBot) -> None:
    tray = Tray(desk)
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    with qtbot.waitSignal(desk.hub.gauge_feed.changed, timeout=PATIENCE_MS):
        pass
    desk.hub.gauge_feed.update(RoomSnapshot((), (card(1.0), card(5.0, index=1))), {})
    assert tray.look == (Mark.IDLE, 5)
    assert tray.tool_tip == "Engine Room\nGPU 1: 5.0 GB of 8.0 GB"
    drawn = tray.icon.icon().cacheKey()
    desk.hub.gauge_feed.update(RoomSnapshot((), (card(1.0), card(5.04, index=1))), {})
    assert tray.icon.icon().cacheKey() == drawn, "the icon was drawn again without a change"
    desk.hub.gauge_feed.update(RoomSnapshot((), ()), {})
    assert (tray.look, tray.tool_tip) == ((Mark.IDLE, 0), "Engine Room")
