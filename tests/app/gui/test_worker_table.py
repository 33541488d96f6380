"""The table: what cells say, that only changed cells are announced, and what can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.gui.engine_view import Installation
from app.gui.style.apply import Style
from app.gui.worker_table.cells import button_area
from app.gui.worker_table.columns import Column
from app.gui.worker_table.model import SECOND_LINE_ROLE, WorkerTableModel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import GB, view, worker
from workers.events import Progress
from workers.states import WorkerState

ROLE = Qt.ItemDataRole


@pytest.fixture
def model() -> WorkerTableModel:
    model = WorkerTableModel()
    model.show_engines([view("talker"), view("second", place=1)])
    return model


@pytest.fixture
def table(model: WorkerTableModel, style: Style, qtbot: QtBot) -> WorkerTable:
    table = WorkerTable(model, style)
    qtbot.addWidget(table)
    table.resize(1000, 300)
    table.show()
    table.setCurrentIndex(model.index(0, 0))
    return table


def row(model: WorkerTableModel, number: int = 0) -> dict[str, str]:
    return {column.name.lower(): str(model.index(number, column).data()) for column in Column}


def test_an_engine_that_does_not_run(model: WorkerTableModel) -> None:
    assert row(model) == {
        "engine": "Talker",
        "state": "Stopped",
        "device": "–",
        "memory": "–",
        "last_used": "not yet",
        "stops_in": "–",
        "idle_timeout": "5 min",
        "action": "Start",
    }


def test_an_engine_that_is_ready(model: WorkerTableModel) -> None:
    model.show_engine(
        view(
            state=WorkerState.READY,
            device="cuda:1",
            pid=7,
            memory_bytes=int(1.25 * GB),
            memory_is_measured=True,
            idle_s=75.0,
            idle_remaining_s=225.4,
            requests_served=2,
        )
    )
    assert row(model) == {
        "engine": "Talker",
        "state": "Ready",
        "device": "GPU 1",
        "memory": "1.2 GB",
        "last_used": "1 min ago",
        "stops_in": "3:45",
        "idle_timeout": "5 min",
        "action": "Stop",
    }


def test_memory_that_is_only_declared_is_marked(model: WorkerTableModel) -> None:
    model.show_engine(view(state=WorkerState.READY, pid=7, memory_bytes=2 * GB))
    cell = model.index(0, Column.MEMORY)
    assert cell.data() == "≈ 2.0 GB"
    assert "not measured" in cell.data(ROLE.ToolTipRole)


def test_on_the_cpu_system_memory_counts(model: WorkerTableModel) -> None:
    fields = {"pid": 7, "device": "cpu", "memory_bytes": 0, "ram_bytes": GB // 4}
    model.show_engine(view(state=WorkerState.READY, **fields))
    assert row(model)["memory"] == "0.25 GB"
    assert row(model)["device"] == "CPU"


def test_a_busy_engine_is_used_now_and_does_not_count_down(model: WorkerTableModel) -> None:
    model.show_engine(view(state=WorkerState.BUSY, pid=7))
    assert row(model)["last_used"] == "now"
    assert row(model)["stops_in"] == "–"


def test_loading_shows_its_stage_below_the_state(model: WorkerTableModel) -> None:
    told = Progress("Loading model", 0.4)
    model.show_engine(view(state=WorkerState.STARTING, pid=7, progress=told))
    assert row(model)["state"] == "Starting"
    assert model.index(0, Column.STATE).data(SECOND_LINE_ROLE) == "Loading model, 40 %"


def test_a_crash_shows_its_cause(model: WorkerTableModel) -> None:
    model.show_engine(view(state=WorkerState.CRASHED, last_error="it ran out of memory"))
    cell = model.index(0, Column.STATE)
    assert cell.data() == "Crashed"
    assert cell.data(SECOND_LINE_ROLE) == cell.data(ROLE.ToolTipRole) == "it ran out of memory"


@pytest.mark.parametrize(
    ("installation", "state", "action"),
    [
        (Installation.MISSING, "Not installed", "Install"),
        (Installation.INSTALLING, "Installing", "Cancel"),
    ],
)
def test_installation(
    model: WorkerTableModel, installation: Installation, state: str, action: str
) -> None:
    model.show_engine(view(installation=installation))
    assert row(model)["state"] == state
    assert row(model)["action"] == action


def test_only_cells_that_read_differently_are_announced(model: WorkerTableModel) -> None:
    announced: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, _: announced.append((first.row(), first.column())))
    ready = view("second", WorkerState.READY, place=1, pid=7, idle_s=1.2, idle_remaining_s=298.8)
    model.show_engine(ready)
    announced.clear()
    model.show_engine(ready)
    assert announced == []
    later = worker("second", WorkerState.READY, pid=7, idle_s=2.2, idle_remaining_s=297.8)
    model.show_engine(replace(ready, worker=later))
    assert announced == [(1, Column.STOPS_IN)]


def test_every_cell_can_be_read_aloud(model: WorkerTableModel) -> None:
    spoken = [model.index(0, column).data(ROLE.AccessibleTextRole) for column in Column]
    assert spoken[Column.STATE] == "State, Stopped"
    assert spoken[Column.ACTION] == "Start Talker"
    assert all(spoken)


def test_the_button_and_the_keyboard_do_what_the_button_says(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    asked: list[str] = []
    model.action_asked.connect(asked.append)
    cell = QRectF(table.visualRect(model.index(1, Column.ACTION)))
    centre = button_area(cell).center().toPoint()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert asked == ["second"]
    qtbot.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=cell.toRect().topRight() - QPoint(2, -2),  # Beside the button.
    )
    assert asked == ["second"]
    table.setCurrentIndex(model.index(0, 0))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(table, key)
    assert asked == ["second", "talker", "talker"]


def open_editor(table: WorkerTable, qtbot: QtBot) -> QComboBox:
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QComboBox)
    assert editor is not None
    return editor


def type_over(editor: QComboBox, text: str, qtbot: QtBot) -> None:
    line = editor.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(editor, text)


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90.0), ("2 min", 120.0), ("1.5h", 5400.0), ("never", 0.0)]
)
def test_an_idle_timeout_is_edited_in_place(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot, typed: str, seconds: float
) -> None:
    editor = open_editor(table, qtbot)
    assert editor.currentText() == "5 min"
    type_over(editor, typed, qtbot)
    with qtbot.waitSignal(model.idle_timeout_edited) as edited:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert edited.args == ["talker", seconds]


def test_the_usual_idle_timeouts_are_offered(table: WorkerTable, qtbot: QtBot) -> None:
    # Choosing one takes a real popup: see tests/e2e.
    editor = open_editor(table, qtbot)
    offered = [editor.itemText(number) for number in range(editor.count())]
    assert offered == ["1 min", "5 min", "15 min", "1 h", "never"]


def test_nonsense_is_not_taken(table: WorkerTable, model: WorkerTableModel, qtbot: QtBot) -> None:
    editor = open_editor(table, qtbot)
    type_over(editor, "soon", qtbot)
    with qtbot.assertNotEmitted(model.idle_timeout_edited):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: table.viewport().findChild(QComboBox) is None)


def test_the_table_paints_every_state(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    pictures = set()
    for state in WorkerState:
        model.show_engine(view(state=state, pid=7, progress=Progress("Loading", 0.5)))
        image = table.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(WorkerState)
