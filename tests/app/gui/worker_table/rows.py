"""Helpers that find rows by the engine's place in the catalog."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from app.gui.worker_table.columns import Column
from app.gui.worker_table.table import WorkerTable


def go_to(table: WorkerTable, place: int, column: Column = Column.ENGINE) -> None:
    """Makes the cell of an engine current, by its place in the catalog."""
    table.setCurrentIndex(table.shown.cell(place, column))


def menu_of(table: WorkerTable, place: int) -> QMenu:
    go_to(table, place)
    return table.engine_actions.menu(table.engines.view(place), table.devices, table)
