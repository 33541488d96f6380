"""Budgets learned by GPU and precision, and raised after an out-of-memory."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.budgets import budgets
from workers.memory.budgets import ENOUGH_REQUESTS, Budget, Budgets
from workers.memory.usage_statistics import LIFETIMES, RAISED_FOR_LIFETIMES, percentile

GIB = 2**30
GPU = "NVIDIA GeForce RTX 4070"
OTHER_GPU = "NVIDIA GeForce RTX 3060"


def live(learned: Budgets, key: str, *held: float, load: float = 2.0, gpu: str = GPU) -> None:
    """One life that holds so many GB after each of its requests."""
    life = learned.observe(key, gpu, "float16", int(load * GIB), 10.0)
    for held_gb in held:
        life.note_held(int(held_gb * GIB))
        life.count_request()
    life.end()


def measured(size_bytes: int) -> Budget:
    return Budget(size_bytes, is_measured=True, least_bytes=size_bytes)


def declared(size_bytes: int) -> Budget:
    return Budget(size_bytes, is_measured=False, least_bytes=size_bytes)


def need_gb(
    learned: Budgets, key: str = "big", gpu: str = GPU, precision: str = "float16"
) -> float:
    return learned.budget(key, gpu, precision).bytes / GIB


def test_unseen_kind_needs_its_declared_size() -> None:
    assert budgets().budget("big", GPU, "float16") == declared(6 * GIB)
    assert budgets().budget("small", GPU, "") == declared(int(1.5 * GIB))
    assert budgets().budget("none", GPU, "") == declared(0)
    assert budgets().budget("unknown", GPU, "") == declared(0)


def test_unseen_kind_needs_its_recorded_size() -> None:
    learned = budgets()
    learned.record("big", 7.0)
    learned.record("unknown", 1.0)
    assert learned.budget("big", GPU, "float16") == declared(7 * GIB)
    assert learned.budget("unknown", OTHER_GPU, "") == declared(GIB)


def test_largest_figure_counts_until_enough_requests() -> None:
    learned = budgets()
    live(learned, "big", 2.5, 3.0)
    assert learned.budget("big", GPU, "float16") == declared(6 * GIB)
    learned.record("big", 1.0)
    assert need_gb(learned) == 4.0  # the declared least
    live(learned, "small", 2.5)
    assert need_gb(learned, "small") == 2.5  # a peak above all declared figures
    live(learned, "unknown", load=3.0)
    assert need_gb(learned, "unknown") == 3.0  # a load is all that is known
    live(learned, "none", load=0.5)
    assert need_gb(learned, "none") == 0.5  # declared to need nothing


def test_learned_peak_replaces_the_declared_size() -> None:
    learned = budgets()
    live(learned, "big", *[2.5] * (ENOUGH_REQUESTS - 1))
    assert not learned.budget("big", GPU, "float16").is_measured
    live(learned, "big", 2.25)
    assert learned.budget("big", GPU, "float16") == measured(int(2.5 * GIB))


def test_running_lifetime_counts() -> None:
    learned = budgets()
    life = learned.observe("big", GPU, "float16", 2 * GIB, 10.0)
    assert life.peak_bytes == 2 * GIB
    for _ in range(ENOUGH_REQUESTS):
        life.count_request()
    assert learned.budget("big", GPU, "float16") == measured(2 * GIB)
    life.note_held(3 * GIB)
    life.note_held(GIB)
    assert life.peak_bytes == 3 * GIB
    assert need_gb(learned) == 3.0
    life.end()
    assert need_gb(learned) == 3.0


def test_lifetime_counts_once() -> None:
    learned = budgets()
    for lives in range(1, ENOUGH_REQUESTS + 1):
        life = learned.observe("big", GPU, "float16", 2 * GIB, 10.0)
        life.count_request()
        life.end()
        life.end()
        assert learned.budget("big", GPU, "float16").is_measured == (lives == ENOUGH_REQUESTS)


def test_every_gpu_and_every_precision_is_learned_for_itself() -> None:
    learned = budgets()
    live(learned, "big", *[2.5] * ENOUGH_REQUESTS)
    assert need_gb(learned) == 2.5
    assert need_gb(learned, gpu=OTHER_GPU) == 6.0
    assert need_gb(learned, precision="int8") == 6.0
    assert learned.reload_s("big", GPU, "float16") == 10.0
    assert learned.reload_s("big", OTHER_GPU, "float16") is None
    assert learned.reload_s("big", GPU, "int8") is None


def test_peak_is_never_under_the_load() -> None:
    learned = budgets()
    live(learned, "big", *[2.0] * ENOUGH_REQUESTS, load=2.0)
    live(learned, "big", load=3.0)  # loads more than before, and is not asked for anything
    assert need_gb(learned) == 3.0


def test_requests_without_known_memory_do_not_count() -> None:
    learned = budgets()
    life = learned.observe("big", GPU, "float16", 0, 10.0)
    assert life.peak_bytes is None
    for _ in range(10 * ENOUGH_REQUESTS):
        life.count_request()
    life.end()
    assert learned.budget("big", GPU, "float16") == declared(6 * GIB)
    assert learned.reload_s("big", GPU, "float16") == 10.0


@pytest.mark.parametrize("held", [-1, 0, 64 * GIB + 1, 10**30])
def test_impossible_figures_are_not_learned(held: int) -> None:
    learned = budgets()
    life = learned.observe("big", GPU, "float16", held, float("nan"))
    life.note_held(held)
    assert life.peak_bytes is None
    life.note_held(GIB)
    life.note_held(held)
    assert life.peak_bytes == GIB
    life.end()
    assert learned.reload_s("big", GPU, "float16") is None


@pytest.mark.parametrize("held", [1, 64 * GIB])
def test_last_figures_that_can_be_are_learned(held: int) -> None:
    learned = budgets()
    life = learned.observe("unknown", GPU, "", held, 24 * 3600.0)
    assert life.peak_bytes == held
    assert learned.budget("unknown", GPU, "").bytes == held
    assert learned.reload_s("unknown", GPU, "") == 24 * 3600.0
    learned.observe("unknown", GPU, "", held, 24 * 3600.1).end()
    assert learned.reload_s("unknown", GPU, "") == 24 * 3600.0


def test_load_may_take_no_time_to_speak_of() -> None:
    learned = budgets()
    learned.observe("big", GPU, "", GIB, 0.001).end()
    assert learned.reload_s("big", GPU, "") == 0.001


def test_reload_time_is_the_median() -> None:
    learned = budgets()
    for seconds in (5.0, 300.0, 6.0004, 0.0, -1.0):
        learned.observe("big", GPU, "float16", 2 * GIB, seconds).end()
    assert learned.reload_s("big", GPU, "float16") == 6.0004


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([], 0),
        ([7], 7),
        (list(range(19, 0, -1)), 19),
        (list(range(1, 21)), 19),  # of 20, one may lie above
        (list(range(1, 33)), 31),
    ],
)
def test_percentile_by_nearest_rank(figures: list[int], expected: int) -> None:
    assert percentile(figures) == expected


def test_single_outlier_is_forgotten() -> None:
    learned = budgets()
    live(learned, "big", 5.0, *[2.0] * ENOUGH_REQUESTS)
    for _ in range(18):
        live(learned, "big", 2.0)
    assert need_gb(learned) == 5.0
    live(learned, "big", 2.0)
    assert need_gb(learned) == 2.0


def test_smaller_need_is_learned_after_several_lifetimes() -> None:
    learned = budgets()
    for _ in range(LIFETIMES):
        live(learned, "big", 5.0, 5.0, load=4.0)
    for number in range(LIFETIMES - 1):  # one of 32 may lie above
        assert need_gb(learned) == 5.0, number
        live(learned, "big", 3.0)
    assert need_gb(learned) == 3.0


def test_out_of_memory_raises_the_need() -> None:
    learned = budgets()
    learned.raise_budget("big", GPU, "float16", 6 * GIB)
    assert learned.budget("big", GPU, "float16") == Budget(int(7.5 * GIB), False, 6 * GIB)
    assert need_gb(learned, gpu=OTHER_GPU) == 6.0
    learned.raise_budget("big", GPU, "float16", int(7.5 * GIB))
    assert need_gb(learned) == pytest.approx(9.375)


def test_raised_need_returns_to_the_measured_one() -> None:
    learned = budgets()
    for _ in range(LIFETIMES):
        live(learned, "big", 2.0)
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    assert learned.budget("big", GPU, "float16") == Budget(int(2.5 * GIB), False, 2 * GIB)
    live(learned, "big")  # was not tried: proves nothing
    for _ in range(RAISED_FOR_LIFETIMES):
        assert need_gb(learned) == 2.5
        live(learned, "big", 2.0)
    assert learned.budget("big", GPU, "float16") == measured(2 * GIB)


def test_raise_that_lives_have_come_to_is_measured() -> None:
    learned = budgets()
    live(learned, "big", *[2.0] * ENOUGH_REQUESTS)
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    live(learned, "big", 2.5)
    assert learned.budget("big", GPU, "float16") == measured(int(2.5 * GIB))
    live(learned, "big", 2.75)
    assert learned.budget("big", GPU, "float16") == measured(int(2.75 * GIB))


def test_next_out_of_memory_restarts_the_count() -> None:
    learned = budgets()
    live(learned, "big", *[2.0] * ENOUGH_REQUESTS)
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    for _ in range(RAISED_FOR_LIFETIMES - 1):
        live(learned, "big", 2.0)
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    live(learned, "big", 2.0)
    assert need_gb(learned) == 2.5


def test_raise_starts_from_the_peak_above_the_reservation() -> None:
    learned = budgets()
    live(learned, "big", 4.0, *[2.0] * ENOUGH_REQUESTS)
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    assert need_gb(learned) == 5.0


def test_lifetime_that_ran_out_of_memory_keeps_the_raise() -> None:
    learned = budgets()
    short = learned.observe("big", GPU, "float16", 2 * GIB, 1.0)
    for _ in range(ENOUGH_REQUESTS):
        short.count_request()
    learned.raise_budget("big", GPU, "float16", 2 * GIB)
    short.end()
    for _ in range(RAISED_FOR_LIFETIMES):
        assert need_gb(learned) == 2.5
        live(learned, "big", 2.0)
    assert need_gb(learned) == 2.0


def test_raises_are_bounded() -> None:
    learned = budgets()
    for _ in range(50):
        learned.raise_budget("big", GPU, "float16", learned.budget("big", GPU, "float16").bytes)
    assert need_gb(learned) == 12.0  # twice what is declared


@pytest.mark.parametrize(("room", "promised"), [(20, 12), (12, 12), (8, 8), (6, 6), (3, 6)])
def test_raised_need_is_limited_to_the_device(room: int, promised: int) -> None:
    """Of a device on which it fitted before it is promised all, at most."""
    assert Budget(12 * GIB, False, 6 * GIB).within(room * GIB) == promised * GIB


def test_unknown_need_is_not_raised() -> None:
    learned = budgets()
    learned.raise_budget("unknown", GPU, "", 0)
    assert learned.budget("unknown", GPU, "") == declared(0)


# Kept.


def test_learned_figures_survive_a_restart(file: Path) -> None:
    learned = budgets(file)
    live(learned, "big", *[2.5] * ENOUGH_REQUESTS)
    live(learned, "small", 1.75, load=1.0)
    learned.save()
    learned.raise_budget("small", GPU, "float16", int(1.75 * GIB))
    learned.save()
    learned.record("none", 0.5)
    again = budgets(file)
    for key in ("big", "small", "none", "unknown"):
        assert again.budget(key, GPU, "float16") == learned.budget(key, GPU, "float16")
        assert again.reload_s(key, GPU, "float16") == learned.reload_s(key, GPU, "float16")
    for _ in range(RAISED_FOR_LIFETIMES):
        live(again, "small", 1.5, load=1.0)
    assert need_gb(again, "small") == 1.75


def test_is_written_when_asked_and_only_if_there_is_something_new(file: Path) -> None:
    learned = budgets(file)
    learned.save()
    assert not file.exists()
    life = learned.observe("big", GPU, "float16", 2 * GIB, 10.0)
    life.note_held(3 * GIB)
    life.count_request()
    life.end()
    assert not file.exists()
    learned.save()
    written = file.stat()
    learned.save()
    assert file.stat().st_ino == written.st_ino
    assert file.stat().st_mtime_ns == written.st_mtime_ns


def test_failed_write_is_repeated_later(file: Path) -> None:
    file.parent.touch()  # a file where the folder should be
    learned = budgets(file)
    live(learned, "big", *[2.5] * ENOUGH_REQUESTS)
    learned.save()
    file.parent.unlink()
    learned.save()
    assert budgets(file).budget("big", GPU, "float16").is_measured


def test_many_threads_lose_nothing(file: Path) -> None:
    learned = budgets(file)
    life = learned.observe("big", GPU, "float16", 2 * GIB, 10.0)

    def work(number: int) -> None:
        for step in range(50):
            life.count_request()
            life.note_held(2 * GIB + number * 1000 + step)
            live(learned, "small", 1.0, 1.0)
            learned.record(f"key{number}", 1.0 + step)
            learned.save()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    life.end()
    learned.save()
    assert life.peak_bytes == 2 * GIB + 7049
    again = budgets(file)
    assert again.budget("big", GPU, "float16") == measured(2 * GIB + 7049)
    assert all(again.size_bytes(f"key{number}") == 50 * GIB for number in range(8))


figures = st.integers(-(2**20), 70 * GIB)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("live"), figures, st.lists(figures, max_size=4)),
        st.tuples(st.just("raise"), figures, st.none()),
        st.tuples(st.just("record"), st.floats(-1, 70), st.none()),
    ),
    max_size=40,
)


@given(steps, st.sampled_from(["small", "big", "none", "unknown"]))
def test_need_is_possible_and_never_under_what_a_load_takes(steps: list, key: str) -> None:
    learned = budgets()
    loads: list[int] = []
    for what, figure, more in steps:
        if what == "live":
            life = learned.observe(key, GPU, "", figure, 1.0)
            loads += [figure] if 0 < figure <= 64 * GIB else []
            for held in more:
                life.note_held(held)
                life.count_request()
                assert learned.budget(key, GPU, "").bytes >= percentile(loads[-LIFETIMES:])
            life.end()
        elif what == "raise":
            before = learned.budget(key, GPU, "").bytes
            learned.raise_budget(key, GPU, "", figure)
            assert learned.budget(key, GPU, "").bytes >= before
        else:
            learned.record(key, figure)
        need = learned.budget(key, GPU, "")
        assert percentile(loads[-LIFETIMES:]) <= need.least_bytes <= need.bytes <= 64 * GIB
        assert need.bytes or not (loads or learned.needed_bytes(key))
