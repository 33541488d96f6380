"""Fixtures: a table of two engines, and a panel of five; both have the focus."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.state.engine_view import EngineView, Installation
from app.gui.style.apply import Style
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import GB, view
from tests.app.gui.worker_table.rows import go_to
from workers.base.states import WorkerState

READY = WorkerState.READY


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
    qtbot.waitExposed(table)
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    go_to(table, 0)
    return table


def engines() -> list[EngineView]:
    """Five engines; the catalog order differs from all sort orders."""
    return [
        view("kokoro", READY, place=0, pid=1, device="cuda:0", memory_bytes=10 * GB, idle_s=9.0),
        view("F5", place=1),
        view("hibari", READY, place=2, pid=2, device="cpu", memory_bytes=GB, cpu_percent=10.0),
        view("bark", WorkerState.BUSY, place=3, pid=3, device="cuda:1", memory_bytes=2 * GB),
        view("piper", place=4, installation=Installation.INSTALLING),
    ]


@pytest.fixture
def panel(style: Style, qtbot: QtBot) -> EnginesPanel:
    model = WorkerTableModel()
    panel = EnginesPanel(model, style)
    model.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    model.show_engines(engines())
    panel.table.select_first()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    return panel
