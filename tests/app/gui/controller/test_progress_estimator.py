"""Time left and speed: reliable, or not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gui.controller.progress_estimator import ProgressEstimator, Rate
from app.gui.state.engine_view import EngineView, Installation
from app.gui.text import wording
from tests.app.gui.pictures import view
from workers.base.events import Progress
from workers.base.states import WorkerState
from workers.testing import FakeClock

MB = 10**6


def rate(*steps: tuple[float, float]) -> Rate:
    """Returns a rate that has observed values at given times."""
    observed = Rate()
    for now_s, value in steps:
        observed.note(value, now_s)
    return observed


def test_rate_of_a_steady_figure() -> None:
    steady = rate(*((float(second), 5.0 * second) for second in range(10)))
    assert steady.per_second(9.0) == pytest.approx(5.0)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ((0.0, 0.0),),
        ((0.0, 0.0), (5.0, 1.0), (10.0, 2.0)),  # Two steps only.
        ((0.0, 0.0), (0.1, 1.0), (0.2, 2.0), (0.3, 3.0), (0.4, 4.0)),  # without time passing
        ((0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (3.0, 1.0)),  # no increase
        ((0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (0.0, 3.0)),
    ],
)
def test_rate_is_unknown_before_it_is_reliable(steps: tuple[tuple[float, float], ...]) -> None:
    last_s = steps[-1][0] if steps else 0.0
    assert rate(*steps).per_second(last_s) is None


def test_rate_restarts_when_the_figure_falls() -> None:
    steps = [(float(second), float(second)) for second in range(10)]
    assert rate(*steps, (10.0, 0.0)).per_second(10.0) is None


def test_rate_forgets_a_fast_beginning() -> None:
    quick = [(0.1 * step, 0.1 * step) for step in range(10)]
    slow = [(1.0 + 10.0 * step, 1.0 + 0.1 * step) for step in range(1, 5)]
    assert rate(*quick, *slow).per_second(41.0) == pytest.approx(0.01, rel=0.7)


def test_rate_falls_and_expires_while_a_step_is_overdue() -> None:
    steady = rate(*((float(second), float(second)) for second in range(10)))
    assert steady.per_second(9.5) == pytest.approx(1.0)
    assert steady.per_second(13.0) == pytest.approx(0.25)
    assert steady.per_second(20.0) is None


@given(st.lists(st.tuples(st.floats(0.001, 100.0), st.floats(0.0, 1.0)), min_size=1))
def test_rate_is_never_negative(steps: list[tuple[float, float]]) -> None:
    observed, now_s = Rate(), 0.0
    for elapsed_s, value in steps:
        now_s += elapsed_s
        observed.note(value, now_s)
        per_second = observed.per_second(now_s)
        assert per_second is None or per_second >= 0.0


# Estimates for engines.


def loading(fraction: float | None, reload_s: float | None = None) -> EngineView:
    progress = Progress("Loading", fraction) if fraction is not None else None
    return view(state=WorkerState.STARTING, pid=7, progress=progress, reload_s=reload_s)


def installing(fraction: float, done_bytes: int) -> EngineView:
    progress = Progress("Downloading", fraction, "torch", done_bytes)
    return replace(view(installation=Installation.INSTALLING), install_progress=progress)


def test_estimate_of_a_load_by_its_fractions() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    left = []
    for step in range(6):
        left.append(estimator.with_estimate(loading(step / 10)).left_s)
        clock.advance(1.0)
    assert left == [None, None, None, 7, 6, 5]


def test_estimate_of_a_load_without_progress_by_its_last_load() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    estimated = estimator.with_estimate(loading(None, reload_s=20.0))
    assert estimated.left_s == 20
    assert wording.progress_of(estimated) == "About 20 s left"
    clock.advance(12.0)
    assert estimator.with_estimate(loading(None, reload_s=20.0)).left_s == 8
    clock.advance(12.0)
    assert estimator.with_estimate(loading(None, reload_s=20.0)).left_s is None
    assert estimator.with_estimate(loading(None)).left_s is None


def test_estimate_starts_when_the_wait_for_memory_ends() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    waits = Progress("waiting for second, which is busy")
    waiting = view(state=WorkerState.STARTING, progress=waits, reload_s=20.0)
    assert estimator.with_estimate(waiting).left_s is None
    clock.advance(60.0)
    assert estimator.with_estimate(loading(None, reload_s=20.0)).left_s == 20


def test_estimate_of_a_download_has_its_speed() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    estimated = view()
    for step in range(5):
        estimated = estimator.with_estimate(installing(step / 10, step * 3 * MB))
        clock.advance(1.0)
    assert estimated.bytes_per_s == pytest.approx(3 * MB)
    assert wording.progress_of(estimated) == "Downloading, 40 %, 3.0 MB/s, about 6 s left"
    assert wording.state_at_length(estimated) == (
        "Installing (Downloading, 40 %, 3.0 MB/s, about 6 s left)"
    )


def test_estimate_ends_with_the_operation() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    for step in range(6):
        estimator.with_estimate(loading(step / 10))
        clock.advance(1.0)
    ready = estimator.with_estimate(view(state=WorkerState.READY))
    assert (ready.left_s, ready.bytes_per_s) == (None, None)
    assert wording.state_at_length(ready) == "Ready"
    assert estimator.with_estimate(loading(0.6)).left_s is None, (
        "the estimate belongs to an earlier load"
    )


def test_estimate_of_more_than_a_day_is_hidden() -> None:
    clock = FakeClock()
    estimator = ProgressEstimator(clock)
    estimated = view()
    for step in range(6):
        estimated = estimator.with_estimate(loading(step * 1e-7))
        clock.advance(1.0)
    assert estimated.left_s is None


@pytest.mark.parametrize(
    ("bytes_per_s", "text"),
    [(0.5 * MB, "0.5 MB/s"), (9.9 * MB, "9.9 MB/s"), (123.4 * MB, "123 MB/s")],
)
def test_speed_in_words(bytes_per_s: float, text: str) -> None:
    assert wording.progress(Progress("Downloading"), bytes_per_s=bytes_per_s) == (
        f"Downloading, {text}"
    )
