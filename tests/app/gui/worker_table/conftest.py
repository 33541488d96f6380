"""A table of two engines, on the screen and with the focus."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.style.apply import Style
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import view
from tests.app.gui.worker_table.rows import go_to


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
