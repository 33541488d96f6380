"""Actions on engines: by button, menu, and keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.state.engine_view import Installation
from app.gui.worker_table.cell_delegate import button_area
from app.gui.worker_table.columns import Column
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import card, view
from tests.app.gui.worker_table.rows import go_to, menu_of
from workers.base.states import WorkerState
from workers.devices.probe import DeviceReading


def test_button_and_keyboard_run_the_action(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    asked: list[str] = []
    model.action_asked.connect(asked.append)
    cell = QRectF(table.visualRect(table.shown.cell(1, Column.ACTION)))
    centre = button_area(cell, table.layoutDirection()).center().toPoint()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert asked == ["second"]
    qtbot.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=cell.toRect().topRight() - QPoint(2, -2),  # Beside the button.
    )
    assert asked == ["second"]
    go_to(table, 0)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(table, key)
    assert asked == ["second", "talker", "talker"]


# The context menu.


def pin_in(menu: QMenu) -> QAction:
    return next(action for action in menu.actions() if action.text() == "Pinned")


def test_keyboard_and_menu_pin(table: WorkerTable, model: WorkerTableModel, qtbot: QtBot) -> None:
    asked: list[tuple[str, bool]] = []
    model.pin_asked.connect(lambda engine, pinned: asked.append((engine, pinned)))
    qtbot.keyClick(table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked == [("talker", True)]
    model.show_engine(view(is_pinned=True))
    menu = menu_of(table, 0)
    assert pin_in(menu).isChecked()
    pin_in(menu).trigger()
    assert asked == [("talker", True), ("talker", False)]
    assert pin_in(menu).isChecked(), "checked before the engine reports the change"
    assert not pin_in(menu_of(table, 1)).isChecked()


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_keyboard_opens_the_menu_of_the_current_row(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    go_to(table, 1, Column.STATE)
    # Qt sends this event for the menu key.
    middle = table.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, middle, table.mapToGlobal(middle))
    QCoreApplication.sendEvent(table, event)
    menu = table.findChild(QMenu)
    assert menu is not None
    with qtbot.waitSignal(model.action_asked) as asked:
        menu.actions()[0].trigger()
    assert asked.args == ["second"]
    menu.close()


@pytest.mark.parametrize(
    ("key", "signal"), [(Qt.Key.Key_R, "restart_asked"), (Qt.Key.Key_L, "log_asked")]
)
def test_keyboard_restarts_and_opens_the_log(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot, key: Qt.Key, signal: str
) -> None:
    model.show_engine(view("second", WorkerState.READY, place=1, pid=7))
    go_to(table, 1)
    with qtbot.waitSignal(getattr(model, signal)) as asked:
        qtbot.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["second"]


def test_menu_lists_actions_with_shortcuts(table: WorkerTable, model: WorkerTableModel) -> None:
    model.show_engine(view("talker", WorkerState.READY, pid=7))
    actions = {
        action.text(): (action.isEnabled(), action.shortcut().toString())
        for action in menu_of(table, 0).actions()
        if action.text()
    }
    assert actions == {
        "Stop": (True, "Return"),
        "Restart": (True, "Ctrl+R"),
        "Change idle timeout…": (True, "F2"),
        "Pinned": (True, "Ctrl+P"),
        "Open log": (True, "Ctrl+L"),
    }


@pytest.mark.parametrize(
    ("state", "installation", "can_act", "can_restart"),
    [
        (WorkerState.STOPPED, Installation.INSTALLED, "Start", False),
        (WorkerState.CRASHED, Installation.INSTALLED, "Start", False),
        (WorkerState.STARTING, Installation.INSTALLED, "Cancel", True),
        (WorkerState.BUSY, Installation.INSTALLED, "Stop", True),
        (WorkerState.STOPPING, Installation.INSTALLED, "", False),
        (WorkerState.CRASHED, Installation.MISSING, "Install", False),
        (WorkerState.STOPPED, Installation.INSTALLING, "Cancel", False),
    ],
)
def test_actions_follow_the_state(
    table: WorkerTable,
    model: WorkerTableModel,
    state: WorkerState,
    installation: Installation,
    can_act: str,
    can_restart: bool,
) -> None:
    actions = table.engine_actions
    model.show_engine(view("talker", state, installation=installation, pid=7))
    assert (actions.act.text() if actions.act.isEnabled() else "") == can_act
    assert actions.restart.isEnabled() is can_restart
    assert actions.open_log.isEnabled()


def test_toolbar_buttons_act_on_the_current_engine_and_name_it(
    panel: EnginesPanel, qtbot: QtBot
) -> None:
    table = panel.table
    go_to(table, 2)
    restart = panel.bar.findChild(QPushButton, "restartEngine")
    pin = panel.bar.findChild(QPushButton, "pinEngine")
    log = panel.bar.findChild(QPushButton, "openLog")
    assert restart is not None
    assert pin is not None
    assert log is not None
    assert [button.accessibleName() for button in (restart, pin, log)] == [
        "Restart Hibari",
        "Pin Hibari",
        "Open the log of Hibari",
    ]
    assert all("Ctrl+" in button.toolTip() for button in (restart, pin, log))
    for button, signal, args in (
        (restart, table.engines.restart_asked, ["hibari"]),
        (pin, table.engines.pin_asked, ["hibari", True]),
        (log, table.engines.log_asked, ["hibari"]),
    ):
        with qtbot.waitSignal(signal) as asked:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == args
    assert not pin.isChecked(), "checked before the engine reports the change"
    table.engines.show_engine(view("hibari", WorkerState.READY, place=2, pid=2, is_pinned=True))
    assert pin.isChecked()
    go_to(table, 1)
    assert restart.accessibleName() == "Restart F5"
    assert not restart.isEnabled()


def test_disabled_button_passes_the_focus_to_the_rows(panel: EnginesPanel) -> None:
    go_to(panel.table, 2)
    restart = panel.bar.findChild(QPushButton, "restartEngine")
    assert restart is not None
    restart.setFocus()
    panel.table.engines.show_engine(view("hibari", place=2))
    assert not restart.isEnabled()
    assert panel.table.hasFocus()


def test_toolbar_is_accessible_by_keyboard_and_screen_reader(
    panel: EnginesPanel, qtbot: QtBot
) -> None:
    assert panel.bar.filter.accessibleName() == "Filter engines"
    go_to(panel.table, 0)
    panel.bar.filter.setFocus()
    reached: list[str] = []
    while (focused := QApplication.focusWidget()) not in (None, panel.table) and len(reached) < 9:
        reached.append(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == ["engineFilter", "restartEngine", "pinEngine", "openLog", "columns"]


def test_click_on_the_pin_cell_pins(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    table.header.show_column(Column.PINNED, is_shown=True)
    cell = table.visualRect(table.shown.cell(1, Column.PINNED))
    with qtbot.waitSignal(model.pin_asked) as asked:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert asked.args == ["second", True]
    go_to(table, 0, Column.PINNED)
    with qtbot.waitSignal(model.pin_asked) as asked, qtbot.assertNotEmitted(model.action_asked):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked.args == ["talker", True]
    empty = table.grab().toImage()
    model.show_engine(view("talker", is_pinned=True))
    place = table.visualRect(table.shown.cell(0, Column.PINNED))
    assert empty.copy(place) != table.grab().toImage().copy(place), "no pin is painted"


CARDS = (card(1.0), card(1.0, index=1))


def devices_in(menu: QMenu) -> list[QAction]:
    submenus = [action.menu() for action in menu.actions()]
    found = [submenu for submenu in submenus if isinstance(submenu, QMenu)]
    return found[0].actions() if found else []


@pytest.mark.parametrize(
    ("devices", "fields", "offered"),
    [
        ((card(1.0),), {}, []),
        ((), {}, []),
        (CARDS, {}, ["Any with room", "GPU 0: Card 0", "GPU 1: Card 1"]),
        ((card(1.0),), {"cpu_mode": True}, ["Any with room", "GPU 0: Card 0", "CPU"]),
        (
            (card(1.0),),
            {"fixed_to": "GPU-9"},
            ["Any with room", "GPU 0: Card 0", "GPU-9 (not available)"],
        ),
    ],
)
def test_device_can_be_fixed_if_there_are_several(
    table: WorkerTable,
    model: WorkerTableModel,
    devices: tuple[DeviceReading, ...],
    fields: dict[str, Any],
    offered: list[str],
) -> None:
    has_cpu_mode = bool(fields.pop("cpu_mode", False))
    shown = view()
    shown = replace(shown, entry=replace(shown.entry, cpu_mode=has_cpu_mode), **fields)
    model.show_engine(shown)
    table.offer_devices(devices)
    menu = menu_of(table, 0)
    assert [action.text() for action in devices_in(menu)] == offered


@pytest.mark.parametrize(
    ("fixed_to", "checked"),
    [(None, "Any with room"), ("GPU-1", "GPU 1: Card 1"), ("cuda:1", "GPU 1: Card 1")],
)
def test_current_device_is_checked_and_changes_are_signaled(
    table: WorkerTable, model: WorkerTableModel, fixed_to: str | None, checked: str
) -> None:
    chosen: list[tuple[str, str]] = []
    model.device_chosen.connect(lambda engine, device: chosen.append((engine, device)))
    model.show_engine(replace(view(), fixed_to=fixed_to))
    table.offer_devices(CARDS)
    menu = menu_of(table, 0)
    actions = devices_in(menu)
    assert [action.text() for action in actions if action.isChecked()] == [checked]
    actions[1].trigger()
    actions[0].trigger()
    assert chosen == [("talker", "GPU-0"), ("talker", "any")]
