"""Crashes in a row: the first are forgiven, later ones delay the next start, up to a limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.tool.failures import Backoff


def after(failures: int, now: float = 1000.0) -> Backoff:
    backoff = Backoff()
    for _ in range(failures):
        backoff.failed(now)
    return backoff


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [
        (0, 0.0),
        (1, 0.0),
        (2, 0.0),
        (3, 10.0),
        (4, 20.0),
        (5, 40.0),
        (6, 80.0),
        (7, 160.0),
        (8, 300.0),  # and not 320
        (9, 300.0),
        (10_000, 300.0),  # where doubling on would be no number any more
    ],
)
def test_by_table(failures: int, wait_s: float) -> None:
    backoff = after(failures)
    assert backoff.failures == failures
    assert backoff.wait_s(1000.0) == wait_s


def test_wait_runs_down_and_is_over() -> None:
    backoff = after(4)
    assert backoff.wait_s(1005.0) == 15.0
    assert backoff.wait_s(1020.0) == 0.0
    assert backoff.wait_s(1e9) == 0.0


def test_it_runs_from_the_last_crash() -> None:
    backoff = after(3)
    backoff.failed(1010.0)
    assert backoff.wait_s(1010.0) == 20.0


def test_wait_that_is_over_does_not_forgive_what_it_was_for() -> None:
    backoff = after(3)
    assert backoff.wait_s(5000.0) == 0.0
    backoff.failed(5000.0)
    assert backoff.wait_s(5000.0) == 20.0


def test_success_forgives_all() -> None:
    backoff = after(7)
    backoff.succeeded()
    assert backoff.failures == 0
    assert backoff.wait_s(1000.0) == 0.0
    backoff.failed(1000.0)
    backoff.failed(1000.0)
    assert backoff.wait_s(1000.0) == 0.0
    backoff.failed(1000.0)
    assert backoff.wait_s(1000.0) == 10.0


def test_clock_may_begin_anywhere() -> None:
    assert after(2, now=-50.0).wait_s(-50.0) == 0.0
    assert after(3, now=-50.0).wait_s(-50.0) == 10.0


def test_its_figures_may_be_others() -> None:
    backoff = Backoff(first_s=1.0, longest_s=3.0, forgiven=0)
    backoff.failed(0.0)
    assert backoff.wait_s(0.0) == 1.0
    backoff.failed(0.0)
    backoff.failed(0.0)
    assert backoff.wait_s(0.0) == 3.0


@given(st.lists(st.floats(0, 1e6), max_size=40))
def test_no_wait_is_negative_or_longer_than_the_longest(steps: list[float]) -> None:
    backoff, now, before = Backoff(), 0.0, 0.0
    for step in steps:
        now += step
        backoff.failed(now)
        wait = backoff.wait_s(now)
        assert before <= wait <= backoff.longest_s
        before = wait
