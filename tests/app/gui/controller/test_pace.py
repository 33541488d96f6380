"""How fast it goes and how long it takes: believable, or not said at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.controller.engine_view import EngineView, Installation
from app.gui.controller.pace import Paces, Rate
from app.gui.text import wording
from tests.app.gui.pictures import view
from workers.base.events import Progress
from workers.base.states import WorkerState
from workers.testing import FakeClock

MB = 10**6


def rate(*steps: tuple[float, float]) -> Rate:
    """A figure's values, each with its time."""
    seen = Rate()
    for now_s, value in steps:
        seen.note(value, now_s)
    return seen


def test_a_steady_figure_rises_as_it_does() -> None:
    steady = rate(*((float(second), 5.0 * second) for second in range(10)))
    assert steady.per_second(9.0) == pytest.approx(5.0)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ((0.0, 0.0),),
        ((0.0, 0.0), (5.0, 1.0), (10.0, 2.0)),  # Two steps only.
        ((0.0, 0.0), (0.1, 1.0), (0.2, 2.0), (0.3, 3.0), (0.4, 4.0)),  # In no time.
        ((0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (3.0, 1.0)),  # It does not rise.
        ((0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (0.0, 3.0)),
    ],
)
def test_what_cannot_be_believed_is_not_said(steps: tuple[tuple[float, float], ...]) -> None:
    last_s = steps[-1][0] if steps else 0.0
    assert rate(*steps).per_second(last_s) is None


def test_a_figure_that_falls_begins_anew() -> None:
    steps = [(float(second), float(second)) for second in range(10)]
    assert rate(*steps, (10.0, 0.0)).per_second(10.0) is None


def test_a_fast_beginning_is_forgotten() -> None:
    quick = [(0.1 * step, 0.1 * step) for step in range(10)]
    slow = [(1.0 + 10.0 * step, 1.0 + 0.1 * step) for step in range(1, 5)]
    assert rate(*quick, *slow).per_second(41.0) == pytest.approx(0.01, rel=0.7)


def test_a_step_that_is_overdue_makes_it_slower_and_then_unknown() -> None:
    steady = rate(*((float(second), float(second)) for second in range(10)))
    assert steady.per_second(9.5) == pytest.approx(1.0)
    assert steady.per_second(13.0) == pytest.approx(0.25)
    assert steady.per_second(20.0) is None


@given(st.lists(st.tuples(st.floats(0.001, 100.0), st.floats(0.0, 1.0)), min_size=1))
def test_it_is_never_below_nothing(steps: list[tuple[float, float]]) -> None:
    seen, now_s = Rate(), 0.0
    for elapsed_s, value in steps:
        now_s += elapsed_s
        seen.note(value, now_s)
        told = seen.per_second(now_s)
        assert told is None or told >= 0.0


# Of engines.


def loading(fraction: float | None, reload_s: float | None = None) -> EngineView:
    told = Progress("Loading", fraction) if fraction is not None else None
    return view(state=WorkerState.STARTING, pid=7, progress=told, reload_s=reload_s)


def installing(fraction: float, done_bytes: int) -> EngineView:
    told = Progress("Downloading", fraction, "torch", done_bytes)
    return replace(view(installation=Installation.INSTALLING), install_progress=told)


def test_a_load_at_its_pace() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    left = []
    for step in range(6):
        left.append(paces.timed(loading(step / 10)).left_s)
        clock.advance(1.0)
    assert left == [None, None, None, 7, 6, 5]


def test_a_load_that_tells_nothing_takes_as_long_as_the_last_one() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    timed = paces.timed(loading(None, reload_s=20.0))
    assert timed.left_s == 20
    assert wording.progress_of(timed) == "About 20 s left"
    clock.advance(12.0)
    assert paces.timed(loading(None, reload_s=20.0)).left_s == 8
    clock.advance(12.0)
    assert paces.timed(loading(None, reload_s=20.0)).left_s is None
    assert paces.timed(loading(None)).left_s is None


def test_waiting_for_memory_is_no_part_of_the_load() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    waits = Progress("waits for second, which is busy")
    waiting = view(state=WorkerState.STARTING, progress=waits, reload_s=20.0)
    assert paces.timed(waiting).left_s is None
    clock.advance(60.0)
    assert paces.timed(loading(None, reload_s=20.0)).left_s == 20


def test_a_download_tells_its_speed() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    timed = view()
    for step in range(5):
        timed = paces.timed(installing(step / 10, step * 3 * MB))
        clock.advance(1.0)
    assert timed.bytes_per_s == pytest.approx(3 * MB)
    assert wording.progress_of(timed) == "Downloading, 40 %, 3.0 MB/s, about 6 s left"
    assert wording.state_at_length(timed) == (
        "Installing (Downloading, 40 %, 3.0 MB/s, about 6 s left)"
    )


def test_what_is_over_is_forgotten() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    for step in range(6):
        paces.timed(loading(step / 10))
        clock.advance(1.0)
    ready = paces.timed(view(state=WorkerState.READY))
    assert (ready.left_s, ready.bytes_per_s) == (None, None)
    assert wording.state_at_length(ready) == "Ready"
    assert paces.timed(loading(0.6)).left_s is None, "another load is another matter"


def test_a_standstill_of_days_is_not_told() -> None:
    clock = FakeClock()
    paces = Paces(clock)
    timed = view()
    for step in range(6):
        timed = paces.timed(loading(step * 1e-7))
        clock.advance(1.0)
    assert timed.left_s is None


@pytest.mark.parametrize(
    ("bytes_per_s", "told"),
    [(0.5 * MB, "0.5 MB/s"), (9.9 * MB, "9.9 MB/s"), (123.4 * MB, "123 MB/s")],
)
def test_speeds_in_words(bytes_per_s: float, told: str) -> None:
    assert wording.progress(Progress("Downloading"), bytes_per_s=bytes_per_s) == (
        f"Downloading, {told}"
    )
