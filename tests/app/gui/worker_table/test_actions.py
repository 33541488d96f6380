"""What can be done with an engine: by button, by menu and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.gui.worker_table.cells import button_area
from app.gui.worker_table.columns import Column
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import card, view
from tests.app.gui.worker_table.rows import go_to, menu_of
from workers.gpu.probe import DeviceReading


def test_the_button_and_the_keyboard_do_what_the_button_says(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    asked: list[str] = []
    model.action_asked.connect(asked.append)
    cell = QRectF(table.visualRect(table.shown.cell(1, Column.ACTION)))
    centre = button_area(cell).center().toPoint()
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


def test_the_keyboard_and_the_menu_pin(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    asked: list[tuple[str, bool]] = []
    model.pin_asked.connect(lambda engine, pinned: asked.append((engine, pinned)))
    qtbot.keyClick(table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked == [("talker", True)]
    model.show_engine(view(is_pinned=True))
    menu = menu_of(table, 0)
    assert pin_in(menu).isChecked()
    pin_in(menu).trigger()
    assert asked == [("talker", True), ("talker", False)]
    assert pin_in(menu).isChecked(), "until the engine says so"
    assert not pin_in(menu_of(table, 1)).isChecked()


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_the_keyboard_opens_the_menu_of_the_current_row(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    go_to(table, 1, Column.STATE)
    # As Qt sends it when the menu key is pressed.
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
        (CARDS, {}, ["Any that has room", "GPU 0: Card 0", "GPU 1: Card 1"]),
        ((card(1.0),), {"cpu_mode": True}, ["Any that has room", "GPU 0: Card 0", "CPU"]),
        (
            (card(1.0),),
            {"fixed_to": "GPU-9"},
            ["Any that has room", "GPU 0: Card 0", "GPU-9 (not there now)"],
        ),
    ],
)
def test_an_engine_is_fixed_to_a_device_where_there_is_a_choice(
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
    [(None, "Any that has room"), ("GPU-1", "GPU 1: Card 1"), ("cuda:1", "GPU 1: Card 1")],
)
def test_the_choice_in_force_is_checked_and_another_is_told(
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
