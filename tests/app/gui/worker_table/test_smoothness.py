"""200 rows that change ten times a second: only changes are painted, without stalls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from app.gui.state.engine_view import EngineView
from app.gui.worker_table.columns import Column
from app.gui.worker_table.panel import EnginesPanel
from app.gui.worker_table.table import WorkerTable
from tests.app.gui.pictures import GB, view
from tests.app.gui.stall_watch import StallWatch
from workers.base.states import WorkerState

pytestmark = pytest.mark.alone  # measures times

ROWS = 200
LONGEST_MS = 100.0


def picture(place: int, beat: int) -> EngineView:
    """Returns an engine whose figures change with every tick."""
    return view(
        f"engine{place}",
        WorkerState.READY,
        place=place,
        pid=place + 1,
        device="cuda:0",
        memory_bytes=GB + place * 2**20,
        memory_source="driver",
        budget_bytes=2 * GB,
        cpu_percent=(place * 7 + beat * 13) % 100,
        ram_bytes=GB,
        idle_s=1.0,
        idle_remaining_s=600.0 - beat,
        requests_served=1,
    )


@pytest.fixture
def crowd(panel: EnginesPanel, qtbot: QtBot) -> EnginesPanel:
    panel.table.engines.show_engines(picture(place, 0) for place in range(ROWS))
    panel.table.select_first()
    for column in Column:
        panel.table.header.show_column(column, is_shown=True)
    panel.resize(1600, 700)
    qtbot.waitUntil(lambda: panel.table.viewport().height() > 500)
    panel.grab()  # The first painting is done.
    return panel


class Painted(QObject):
    """Records which parts of a table are painted."""

    def __init__(self, table: WorkerTable) -> None:
        super().__init__(table)
        self._table = table
        self.region = QRegion()
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return super().eventFilter(watched, event)

    @property
    def columns(self) -> set[Column]:
        """Returns the painted columns."""
        header = self._table.header
        height = self._table.viewport().height()
        return {
            column
            for column in header.shown
            if self.region.intersects(
                QRect(header.sectionViewportPosition(column), 0, header.sectionSize(column), height)
            )
        }


@pytest.fixture
def painted(crowd: EnginesPanel, qtbot: QtBot) -> Painted:
    qtbot.wait(50)  # Finishes pending paint events.
    return Painted(crowd.table)


def test_only_changed_cells_are_painted(
    crowd: EnginesPanel, qtbot: QtBot, painted: Painted
) -> None:
    for place in range(ROWS):
        crowd.table.engines.show_engine(picture(place, 1))
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    assert painted.columns == {Column.CPU, Column.STOPS_IN}


def test_changed_row_is_painted_alone(crowd: EnginesPanel, qtbot: QtBot, painted: Painted) -> None:
    crowd.table.engines.show_engine(picture(3, 1))
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    row = crowd.table.visualRect(crowd.table.shown.cell(3, Column.CPU))
    assert painted.region.boundingRect().top() >= row.top()
    assert painted.region.boundingRect().bottom() <= row.bottom()


def test_unchanged_or_invisible_cells_are_not_painted(
    crowd: EnginesPanel, qtbot: QtBot, painted: Painted
) -> None:
    for place in range(ROWS):
        in_sight = crowd.table.rowViewportPosition(place) < crowd.table.viewport().height()
        crowd.table.engines.show_engine(picture(place, 0 if in_sight else 1))
    qtbot.wait(50)
    assert painted.region.isEmpty()


def test_sorting_rows_does_not_stall(crowd: EnginesPanel, qtbot: QtBot) -> None:
    crowd.table.header.sort_by(Column.CPU, descending=True)
    beats = iter(range(1, 1000))
    shown: list[int] = []
    arranged: list[int] = []
    crowd.table.shown.layoutChanged.connect(lambda: arranged.append(len(shown)))

    def show() -> None:
        beat = next(beats)
        for place in range(ROWS):
            crowd.table.engines.show_engine(picture(place, beat))
        shown.append(beat)

    timer = QTimer(crowd)
    timer.timeout.connect(show)
    with StallWatch() as watch:
        timer.start(100)
        qtbot.waitUntil(lambda: bool(arranged), timeout=15_000)
        timer.stop()
    assert watch.longest_ms < LONGEST_MS
    assert len(arranged) == 1, "sorted at every tick"
    assert arranged[0] > 1
