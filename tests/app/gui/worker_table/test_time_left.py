"""How long what is in progress may still take, and how a row says it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.gui.engine_view import EngineView, Installation
from app.gui.worker_table.columns import Column
from app.gui.worker_table.model import SECOND_LINE_ROLE, WorkerTableModel
from tests.app.gui.pictures import view
from workers.events import Progress
from workers.states import WorkerState
from workers.testing import FakeClock


class Row:
    """One engine's row, and the time."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.model = WorkerTableModel(clock=self.clock)
        self.model.show_engines([view()])

    def after(self, seconds: float, shown: EngineView) -> str:
        """What stands below the state, some time after the last look."""
        self.clock.advance(seconds)
        self.model.show_engine(shown)
        return self.model.index(0, Column.STATE).data(SECOND_LINE_ROLE)


@pytest.fixture
def row() -> Row:
    return Row()


def loading(fraction: float | None = None, detail: str = "", **fields: Any) -> EngineView:
    told = Progress("loading", fraction, detail)
    return view(state=WorkerState.STARTING, **{"pid": 7, "progress": told, **fields})


def installing(fraction: float, detail: str = "") -> EngineView:
    told = Progress("Downloading", fraction, detail)
    return replace(view(installation=Installation.INSTALLING), install_progress=told)


def test_at_the_pace_so_far(row: Row) -> None:
    assert row.after(0.0, loading(0.0)) == "Loading, 0 %"
    assert row.after(1.0, loading(0.1)) == "Loading, 10 %", "too soon to tell"
    assert row.after(9.0, loading(0.5)) == "Loading, 50 %, about 10 s left"
    assert row.after(2.0, loading(0.8)) == "Loading, 80 %, about 3 s left"


def test_what_was_done_before_we_looked_counts_for_nothing(row: Row) -> None:
    row.after(0.0, loading(0.5))
    assert row.after(10.0, loading(0.75)) == "Loading, 75 %, about 10 s left"


def test_an_installation_with_its_speed(row: Row) -> None:
    row.after(0.0, installing(0.0))
    told = row.after(60.0, installing(0.25, "torch (812 MiB), 9 MiB/s"))
    assert told == "Downloading, 25 %, about 3 min left: torch (812 MiB), 9 MiB/s"


def test_a_load_that_does_not_say_how_far_it_is_takes_as_long_as_the_others_did(row: Row) -> None:
    assert row.after(0.0, loading(reload_s=20.0)) == "Loading, about 20 s left"
    assert row.after(12.0, loading(reload_s=20.0)) == "Loading, about 8 s left"
    assert row.after(12.0, loading(reload_s=20.0)) == "Loading", "nobody knows any more"
    assert row.after(0.0, view()) == ""
    assert row.after(0.0, loading(reload_s=20.0, progress=None)) == "About 20 s left"


def test_waiting_for_memory_is_no_part_of_the_load(row: Row) -> None:
    waits = Progress("waits for second, which is busy")
    shown = view(state=WorkerState.STARTING, progress=waits, reload_s=20.0)
    assert row.after(0.0, shown) == "Waits for second, which is busy"
    assert row.after(60.0, loading(reload_s=20.0)) == "Loading, about 20 s left"
