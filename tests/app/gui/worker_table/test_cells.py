"""Cells of the worker table: texts, change signals, and editing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.gui.state.engine_view import Installation
from app.gui.worker_table import cell_texts
from app.gui.worker_table.columns import Column, title
from app.gui.worker_table.model import SECOND_LINE_ROLE, WorkerTableModel
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import GB, view, worker
from workers.base.events import Progress
from workers.base.states import WorkerState
from workers.memory.plan import Place

ROLE = Qt.ItemDataRole


def row(model: WorkerTableModel, number: int = 0) -> dict[str, str]:
    return {column.name.lower(): str(model.index(number, column).data()) for column in Column}


def test_stopped_engine_row(model: WorkerTableModel) -> None:
    assert row(model) == {
        "engine": "Talker",
        "state": "Stopped",
        "device": "–",
        "memory": "–",
        "peak": "–",
        "budget": "–",
        "ram": "–",
        "cpu": "–",
        "requests": "0",
        "real_time_factor": "–",
        "first_audio": "–",
        "last_used": "never",
        "stops_in": "–",
        "idle_timeout": "5 min",
        "pinned": "–",
        "action": "Start",
    }


def test_installing_row_shows_speed_and_time_left(model: WorkerTableModel) -> None:
    progress = Progress("Downloading", 0.25, "torch (812 MiB)")
    shown = replace(view(installation=Installation.INSTALLING), install_progress=progress)
    model.show_engine(replace(shown, left_s=180, bytes_per_s=9.0e6))
    assert model.index(0, Column.STATE).data(SECOND_LINE_ROLE) == (
        "Downloading, 25 %, 9.0 MB/s, about 3 min left: torch (812 MiB)"
    )


def test_ready_engine_row(model: WorkerTableModel) -> None:
    model.show_engine(
        view(
            state=WorkerState.READY,
            device="cuda:1",
            pid=7,
            memory_bytes=int(1.25 * GB),
            memory_source="driver",
            peak_bytes=2 * GB,
            budget_bytes=3 * GB,
            ram_bytes=GB // 2,
            cpu_percent=134.4,
            idle_s=75.0,
            idle_remaining_s=225.4,
            requests_served=1234,
            real_time_factor=0.0213,
            first_audio_s=0.034,
        )
    )
    assert row(model) == {
        "engine": "Talker",
        "state": "Ready",
        "device": "GPU 1",
        "memory": "1.2 GB",
        "peak": "2.0 GB",
        "budget": "≈ 3.0 GB",
        "ram": "0.50 GB",
        "cpu": "134 %",
        "requests": QLocale().toString(1234),
        "real_time_factor": "0.021",
        "first_audio": "34 ms",
        "last_used": "1 min ago",
        "stops_in": "3:45",
        "idle_timeout": "5 min",
        "pinned": "–",
        "action": "Stop",
    }


def test_estimated_memory_is_marked(model: WorkerTableModel) -> None:
    model.show_engine(view(state=WorkerState.READY, pid=7, memory_bytes=2 * GB))
    cell = model.index(0, Column.MEMORY)
    assert cell.data() == "≈ 2.0 GB"
    assert cell.data(ROLE.ToolTipRole) == "Estimate from the catalog, not measured yet"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"memory_source": "driver", "peak_bytes": 2 * GB, "budget_bytes": 3 * GB},
            [
                "GPU memory, reported by the driver",
                "Peak: 2.0 GB",
                "Budget: 3.0 GB (estimated)",
            ],
        ),
        (
            {"memory_source": "worker", "budget_bytes": GB, "budget_is_measured": True},
            ["GPU memory, reported by the engine", "Budget: 1.0 GB (measured)"],
        ),
        ({"memory_bytes": 0, "ram_bytes": GB}, ["RAM used by the engine’s processes"]),
    ],
)
def test_memory_tooltip_names_source_and_reservation(
    model: WorkerTableModel, fields: dict[str, Any], says: list[str]
) -> None:
    fields = {"pid": 7, "memory_bytes": GB, **fields}
    model.show_engine(view(state=WorkerState.READY, **fields))
    hint = model.index(0, Column.MEMORY).data(ROLE.ToolTipRole)
    assert hint.splitlines() == says


@pytest.mark.parametrize(
    ("column", "fields", "below"),
    [
        (Column.MEMORY, {"pid": 7, "memory_bytes": GB, "budget_bytes": 2 * GB}, "of ≈ 2.0 GB"),
        (Column.MEMORY, {"budget_bytes": GB, "budget_is_measured": True}, "needs 1.0 GB"),
        (Column.MEMORY, {"pid": 7, "ram_bytes": GB, "budget_bytes": GB}, "needs ≈ 1.0 GB"),
        (Column.MEMORY, {"pid": 7, "memory_bytes": GB}, ""),
        (Column.BUDGET, {"budget_bytes": GB, "budget_is_measured": True}, "measured"),
        (Column.BUDGET, {"budget_bytes": GB}, "estimated"),
        (Column.BUDGET, {}, ""),
        (Column.REAL_TIME_FACTOR, {"real_time_factor": 0.02}, "50× real time"),
        (Column.REAL_TIME_FACTOR, {"real_time_factor": 1.6}, "0.6× real time"),
        (Column.REAL_TIME_FACTOR, {}, ""),
        (Column.ENGINE, {}, "Text to speech"),
        (Column.ENGINE, {"is_pinned": True}, "Text to speech, pinned"),
    ],
)
def test_second_line_of_a_figure(
    model: WorkerTableModel, column: Column, fields: dict[str, Any], below: str
) -> None:
    model.show_engine(view(**fields))
    assert model.index(0, column).data(SECOND_LINE_ROLE) == below


def test_voice_family_is_shown_if_not_in_the_name(model: WorkerTableModel) -> None:
    plain = view()
    model.show_engine(replace(plain, entry=replace(plain.entry, engine="kokoro")))
    below = model.index(0, Column.ENGINE).data(SECOND_LINE_ROLE)
    assert below == "Text to speech, kokoro"


def test_figures_disappear_with_the_process(model: WorkerTableModel) -> None:
    figures = {"peak_bytes": GB, "ram_bytes": GB, "cpu_percent": 3.0}
    model.show_engine(view(**figures, real_time_factor=0.5, first_audio_s=1.204))
    shown = row(model)
    assert [shown[name] for name in ("peak", "ram", "cpu")] == ["–"] * 3
    assert [shown[name] for name in ("real_time_factor", "first_audio")] == ["0.50", "1.20 s"]


def test_budget_is_shown_before_the_start(model: WorkerTableModel) -> None:
    model.show_engine(view(budget_bytes=GB))
    cell = model.index(0, Column.MEMORY)
    assert (cell.data(), cell.data(ROLE.ToolTipRole)) == ("–", "Budget: 1.0 GB (estimated)")


def test_waiting_start_names_the_blocking_engine(model: WorkerTableModel) -> None:
    progress = Progress("waiting for second, which is busy")
    model.show_engine(view(state=WorkerState.STARTING, progress=progress))
    cell = model.index(0, Column.STATE)
    assert cell.data(SECOND_LINE_ROLE) == "Waiting for second, which is busy"
    assert cell.data(ROLE.ToolTipRole) == "Waiting for second, which is busy"


def test_pinned_engine_is_marked_without_a_countdown(
    model: WorkerTableModel, table: WorkerTable
) -> None:
    ready = view(state=WorkerState.READY, pid=7, idle_remaining_s=5.0)
    model.show_engine(ready)
    plain = table.grab().toImage()
    model.show_engine(replace(ready, worker=replace(ready.worker, is_pinned=True)))
    assert row(model)["stops_in"] == row(model)["pinned"] == "pinned"
    engine = model.index(0, Column.ENGINE)
    assert engine.data(SECOND_LINE_ROLE) == "Text to speech, pinned"
    assert "not stopped" in engine.data(ROLE.ToolTipRole)
    assert "while the engine is pinned" in model.index(0, Column.IDLE_TIMEOUT).data(
        ROLE.ToolTipRole
    )
    cell = table.visualRect(table.shown.cell(0, Column.ENGINE))
    area = cell.adjusted(cell.width() - 20, 0, 0, 0)  # Right of name and second line.
    assert plain.copy(area) != table.grab().toImage().copy(area), "no pin is painted"


def test_device_is_the_reserved_one_until_reported(
    model: WorkerTableModel,
) -> None:
    place = Place("GPU-1", 1, "Card 1", "cuda")
    starting = worker(state=WorkerState.STARTING, pid=7, place=place)
    model.show_engine(replace(view(), worker=starting))
    assert row(model)["device"] == "GPU 1"
    model.show_engine(replace(view(), worker=replace(starting, device="cpu")))
    assert row(model)["device"] == "CPU"


def test_cpu_engine_shows_ram(model: WorkerTableModel) -> None:
    fields = {"pid": 7, "device": "cpu", "memory_bytes": 0, "ram_bytes": GB // 4}
    model.show_engine(view(state=WorkerState.READY, **fields))
    assert row(model)["memory"] == "0.25 GB"
    assert row(model)["device"] == "CPU"


def test_busy_engine_is_used_now_without_a_countdown(model: WorkerTableModel) -> None:
    model.show_engine(view(state=WorkerState.BUSY, pid=7))
    assert row(model)["last_used"] == "now"
    assert row(model)["stops_in"] == "–"


def test_loading_stage_is_shown_below_the_state(model: WorkerTableModel) -> None:
    progress = Progress("Loading model", 0.4)
    model.show_engine(view(state=WorkerState.STARTING, pid=7, progress=progress))
    assert row(model)["state"] == "Starting"
    assert model.index(0, Column.STATE).data(SECOND_LINE_ROLE) == "Loading model, 40 %"


def test_crash_shows_the_cause(model: WorkerTableModel) -> None:
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


def test_only_changed_cells_are_announced(model: WorkerTableModel) -> None:
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


def test_every_cell_has_an_accessible_text(model: WorkerTableModel) -> None:
    model.show_engine(view(budget_bytes=GB))
    spoken = [model.index(0, column).data(ROLE.AccessibleTextRole) for column in Column]
    assert spoken[Column.ENGINE] == "Engine, Talker, Text to speech"
    assert spoken[Column.STATE] == "State, Stopped"
    assert spoken[Column.MEMORY] == "Memory, not specified, needs ≈ 1.0 GB"
    assert spoken[Column.PINNED] == "Pinned, no"
    assert spoken[Column.ACTION] == "Start Talker"
    assert not any("–" in text for text in spoken)
    assert all(spoken)


def test_accessible_headings_and_cells_follow_the_sort_order(panel: EnginesPanel) -> None:
    panel.table.header.sort_by(Column.ENGINE)
    table = QAccessible.queryAccessibleInterface(panel.table)
    assert (table.role(), table.text(QAccessible.Text.Name)) == (QAccessible.Role.Table, "Engines")
    names = [
        child.text(QAccessible.Text.Name)
        for child in map(table.child, range(table.childCount()))
        if child.role() in (QAccessible.Role.ColumnHeader, QAccessible.Role.Cell)
    ]
    assert names[: len(Column)] == [title(column) for column in Column]
    assert names[len(Column) :: len(Column)][:2] == [
        "Engine, Bark, Text to speech",
        "Engine, F5, Text to speech",
    ]


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
def test_idle_timeout_is_edited_in_place(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot, typed: str, seconds: float
) -> None:
    editor = open_editor(table, qtbot)
    assert editor.currentText() == "5 min"
    type_over(editor, typed, qtbot)
    with qtbot.waitSignal(model.idle_timeout_edited) as edited:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert edited.args == ["talker", seconds]


def test_common_idle_timeouts_are_offered(table: WorkerTable, qtbot: QtBot) -> None:
    # tests/e2e selects one, in a real popup.
    editor = open_editor(table, qtbot)
    offered = [editor.itemText(number) for number in range(editor.count())]
    assert offered == ["1 min", "5 min", "15 min", "1 h", "never"]


def test_invalid_idle_timeout_is_refused(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    editor = open_editor(table, qtbot)
    type_over(editor, "soon", qtbot)
    with qtbot.assertNotEmitted(model.idle_timeout_edited):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: table.viewport().findChild(QComboBox) is None)


def test_table_paints_every_state(
    table: WorkerTable, model: WorkerTableModel, qtbot: QtBot
) -> None:
    pictures = set()
    for state in WorkerState:
        model.show_engine(view(state=state, pid=7, progress=Progress("Loading", 0.5)))
        image = table.grab().toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(WorkerState)


RUNNING = worker(
    "talker",
    WorkerState.READY,
    pid=7,
    device="cuda:0",
    memory_bytes=GB,
    memory_source="driver",
    ram_bytes=GB,
    budget_bytes=GB,
    idle_s=1.0,
    idle_remaining_s=299.0,
    requests_served=1,
)
CHANGES: dict[str, object] = {
    "memory_bytes": 2 * GB,
    "memory_source": "declared",
    "peak_bytes": 3 * GB,
    "ram_bytes": 2 * GB,
    "cpu_percent": 12.0,
    "budget_bytes": 2 * GB,
    "budget_is_measured": True,
    "reload_s": 2.0,
    "idle_s": 60.0,
    "idle_timeout_s": 60.0,
    "idle_remaining_s": 30.0,
    "is_pinned": True,
    "requests_served": 5,
    "requests_in_flight": 1,
    "real_time_factor": 0.5,
    "first_audio_s": 0.5,
    "state": WorkerState.STARTING,
    "pid": None,
    "device": "cpu",
    "progress": Progress("Loading model", 0.5),
    "last_error": "died",
}


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("worker_state", [WorkerState.READY, WorkerState.STARTING])
def test_changed_field_updates_every_cell_that_shows_it(
    model: WorkerTableModel, field: str, worker_state: WorkerState
) -> None:
    before = replace(view(), worker=replace(RUNNING, state=worker_state))
    after = replace(before, worker=replace(before.worker, **{field: CHANGES[field]}))
    model.show_engine(before)
    model.show_engine(after)
    shown = [
        (model.index(0, column).data(), model.index(0, column).data(SECOND_LINE_ROLE))
        for column in Column
    ]
    assert shown == [
        (cell_texts.text(after, column), cell_texts.second_line(after, column)) for column in Column
    ]
