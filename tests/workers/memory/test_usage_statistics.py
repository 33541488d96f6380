"""What is learned of engines, by GPU and precision, and what an out-of-memory adds to it."""

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


def live(it: Budgets, key: str, *held: float, load: float = 2.0, gpu: str = GPU) -> None:
    """One life that holds so many GB after each of its requests."""
    life = it.observe(key, gpu, "float16", int(load * GIB), 10.0)
    for held_gb in held:
        life.note_held(int(held_gb * GIB))
        life.count_request()
    life.end()


def measured(size_bytes: int) -> Budget:
    return Budget(size_bytes, is_measured=True, least_bytes=size_bytes)


def declared(size_bytes: int) -> Budget:
    return Budget(size_bytes, is_measured=False, least_bytes=size_bytes)


def need_gb(it: Budgets, key: str = "big", gpu: str = GPU, precision: str = "float16") -> float:
    return it.budget(key, gpu, precision).bytes / GIB


def test_what_was_never_seen_needs_what_is_declared() -> None:
    assert budgets().budget("big", GPU, "float16") == declared(6 * GIB)
    assert budgets().budget("small", GPU, "") == declared(int(1.5 * GIB))
    assert budgets().budget("none", GPU, "") == declared(0)
    assert budgets().budget("unknown", GPU, "") == declared(0)


def test_or_what_was_recorded_for_its_key_on_whatever_gpu() -> None:
    it = budgets()
    it.record("big", 7.0)
    it.record("unknown", 1.0)
    assert it.budget("big", GPU, "float16") == declared(7 * GIB)
    assert it.budget("unknown", OTHER_GPU, "") == declared(GIB)


def test_until_enough_was_seen_the_largest_figure_counts() -> None:
    it = budgets()
    live(it, "big", 2.5, 3.0)
    assert it.budget("big", GPU, "float16") == declared(6 * GIB)
    it.record("big", 1.0)
    assert need_gb(it) == 4.0  # the declared least
    live(it, "small", 2.5)
    assert need_gb(it, "small") == 2.5  # a peak above all that was said
    live(it, "unknown", load=3.0)
    assert need_gb(it, "unknown") == 3.0  # a load is all that is known
    live(it, "none", load=0.5)
    assert need_gb(it, "none") == 0.5  # it was said to need nothing


def test_then_the_learned_peak_in_place_of_what_was_declared() -> None:
    it = budgets()
    live(it, "big", *[2.5] * (ENOUGH_REQUESTS - 1))
    assert not it.budget("big", GPU, "float16").is_measured
    live(it, "big", 2.25)
    assert it.budget("big", GPU, "float16") == measured(int(2.5 * GIB))


def test_of_a_life_that_still_goes_on_as_well() -> None:
    it = budgets()
    life = it.observe("big", GPU, "float16", 2 * GIB, 10.0)
    assert life.peak_bytes == 2 * GIB
    for _ in range(ENOUGH_REQUESTS):
        life.count_request()
    assert it.budget("big", GPU, "float16") == measured(2 * GIB)
    life.note_held(3 * GIB)
    life.note_held(GIB)
    assert life.peak_bytes == 3 * GIB
    assert need_gb(it) == 3.0
    life.end()
    assert need_gb(it) == 3.0


def test_a_life_counts_once_however_often_it_ends() -> None:
    it = budgets()
    for lives in range(1, ENOUGH_REQUESTS + 1):
        life = it.observe("big", GPU, "float16", 2 * GIB, 10.0)
        life.count_request()
        life.end()
        life.end()
        assert it.budget("big", GPU, "float16").is_measured == (lives == ENOUGH_REQUESTS)


def test_every_gpu_and_every_precision_is_learned_for_itself() -> None:
    it = budgets()
    live(it, "big", *[2.5] * ENOUGH_REQUESTS)
    assert need_gb(it) == 2.5
    assert need_gb(it, gpu=OTHER_GPU) == 6.0
    assert need_gb(it, precision="int8") == 6.0
    assert it.reload_s("big", GPU, "float16") == 10.0
    assert it.reload_s("big", OTHER_GPU, "float16") is None
    assert it.reload_s("big", GPU, "int8") is None


def test_a_peak_is_never_under_the_load() -> None:
    it = budgets()
    live(it, "big", *[2.0] * ENOUGH_REQUESTS, load=2.0)
    live(it, "big", load=3.0)  # loads more than before, and is not asked for anything
    assert need_gb(it) == 3.0


def test_where_nobody_can_tell_what_is_held_requests_prove_nothing() -> None:
    it = budgets()
    life = it.observe("big", GPU, "float16", 0, 10.0)
    assert life.peak_bytes is None
    for _ in range(10 * ENOUGH_REQUESTS):
        life.count_request()
    life.end()
    assert it.budget("big", GPU, "float16") == declared(6 * GIB)
    assert it.reload_s("big", GPU, "float16") == 10.0


@pytest.mark.parametrize("held", [-1, 0, 64 * GIB + 1, 10**30])
def test_figures_that_cannot_be_are_not_learned(held: int) -> None:
    it = budgets()
    life = it.observe("big", GPU, "float16", held, float("nan"))
    life.note_held(held)
    assert life.peak_bytes is None
    life.note_held(GIB)
    life.note_held(held)
    assert life.peak_bytes == GIB
    life.end()
    assert it.reload_s("big", GPU, "float16") is None


@pytest.mark.parametrize("held", [1, 64 * GIB])
def test_the_last_figures_that_can_be_are_learned(held: int) -> None:
    it = budgets()
    life = it.observe("unknown", GPU, "", held, 24 * 3600.0)
    assert life.peak_bytes == held
    assert it.budget("unknown", GPU, "").bytes == held
    assert it.reload_s("unknown", GPU, "") == 24 * 3600.0
    it.observe("unknown", GPU, "", held, 24 * 3600.1).end()
    assert it.reload_s("unknown", GPU, "") == 24 * 3600.0


def test_a_load_may_take_no_time_to_speak_of() -> None:
    it = budgets()
    it.observe("big", GPU, "", GIB, 0.001).end()
    assert it.reload_s("big", GPU, "") == 0.001


def test_reload_time_is_the_median() -> None:
    it = budgets()
    for seconds in (5.0, 300.0, 6.0004, 0.0, -1.0):
        it.observe("big", GPU, "float16", 2 * GIB, seconds).end()
    assert it.reload_s("big", GPU, "float16") == 6.0004


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


def test_one_odd_life_of_many_is_forgotten() -> None:
    it = budgets()
    live(it, "big", 5.0, *[2.0] * ENOUGH_REQUESTS)
    for _ in range(18):
        live(it, "big", 2.0)
    assert need_gb(it) == 5.0
    live(it, "big", 2.0)
    assert need_gb(it) == 2.0


def test_what_has_become_smaller_is_learned_in_so_many_lives() -> None:
    it = budgets()
    for _ in range(LIFETIMES):
        live(it, "big", 5.0, 5.0, load=4.0)
    for number in range(LIFETIMES - 1):  # one of 32 may lie above
        assert need_gb(it) == 5.0, number
        live(it, "big", 3.0)
    assert need_gb(it) == 3.0


def test_out_of_memory_raises_the_need() -> None:
    it = budgets()
    it.raise_budget("big", GPU, "float16", 6 * GIB)
    assert it.budget("big", GPU, "float16") == Budget(int(7.5 * GIB), False, 6 * GIB)
    assert need_gb(it, gpu=OTHER_GPU) == 6.0
    it.raise_budget("big", GPU, "float16", int(7.5 * GIB))
    assert need_gb(it) == pytest.approx(9.375)


def test_also_what_was_measured_until_enough_lives_have_got_by() -> None:
    it = budgets()
    for _ in range(LIFETIMES):
        live(it, "big", 2.0)
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    assert it.budget("big", GPU, "float16") == Budget(int(2.5 * GIB), False, 2 * GIB)
    live(it, "big")  # was not tried: proves nothing
    for _ in range(RAISED_FOR_LIFETIMES):
        assert need_gb(it) == 2.5
        live(it, "big", 2.0)
    assert it.budget("big", GPU, "float16") == measured(2 * GIB)


def test_a_raise_that_lives_have_come_to_is_measured() -> None:
    it = budgets()
    live(it, "big", *[2.0] * ENOUGH_REQUESTS)
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    live(it, "big", 2.5)
    assert it.budget("big", GPU, "float16") == measured(int(2.5 * GIB))
    live(it, "big", 2.75)
    assert it.budget("big", GPU, "float16") == measured(int(2.75 * GIB))


def test_another_out_of_memory_begins_anew_to_count() -> None:
    it = budgets()
    live(it, "big", *[2.0] * ENOUGH_REQUESTS)
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    for _ in range(RAISED_FOR_LIFETIMES - 1):
        live(it, "big", 2.0)
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    live(it, "big", 2.0)
    assert need_gb(it) == 2.5


def test_one_that_outgrew_its_promise_is_raised_from_what_it_held() -> None:
    it = budgets()
    live(it, "big", 4.0, *[2.0] * ENOUGH_REQUESTS)
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    assert need_gb(it) == 5.0


def test_who_ran_short_has_not_got_by() -> None:
    it = budgets()
    short = it.observe("big", GPU, "float16", 2 * GIB, 1.0)
    for _ in range(ENOUGH_REQUESTS):
        short.count_request()
    it.raise_budget("big", GPU, "float16", 2 * GIB)
    short.end()
    for _ in range(RAISED_FOR_LIFETIMES):
        assert need_gb(it) == 2.5
        live(it, "big", 2.0)
    assert need_gb(it) == 2.0


def test_no_number_of_them_makes_a_need_beyond_all_reason() -> None:
    it = budgets()
    for _ in range(50):
        it.raise_budget("big", GPU, "float16", it.budget("big", GPU, "float16").bytes)
    assert need_gb(it) == 12.0  # twice what is declared


@pytest.mark.parametrize(("room", "promised"), [(20, 12), (12, 12), (8, 8), (6, 6), (3, 6)])
def test_nor_one_that_keeps_it_from_starting_for_ever(room: int, promised: int) -> None:
    """Of a device on which it fitted before it is promised all, at most."""
    assert Budget(12 * GIB, False, 6 * GIB).within(room * GIB) == promised * GIB


def test_where_nothing_is_known_there_is_nothing_to_raise() -> None:
    it = budgets()
    it.raise_budget("unknown", GPU, "", 0)
    assert it.budget("unknown", GPU, "") == declared(0)


# Kept.


def test_what_was_learned_survives_a_restart(file: Path) -> None:
    it = budgets(file)
    live(it, "big", *[2.5] * ENOUGH_REQUESTS)
    live(it, "small", 1.75, load=1.0)
    it.save()
    it.raise_budget("small", GPU, "float16", int(1.75 * GIB))
    it.save()
    it.record("none", 0.5)
    again = budgets(file)
    for key in ("big", "small", "none", "unknown"):
        assert again.budget(key, GPU, "float16") == it.budget(key, GPU, "float16")
        assert again.reload_s(key, GPU, "float16") == it.reload_s(key, GPU, "float16")
    for _ in range(RAISED_FOR_LIFETIMES):
        live(again, "small", 1.5, load=1.0)
    assert need_gb(again, "small") == 1.75


def test_is_written_when_asked_and_only_if_there_is_something_new(file: Path) -> None:
    it = budgets(file)
    it.save()
    assert not file.exists()
    life = it.observe("big", GPU, "float16", 2 * GIB, 10.0)
    life.note_held(3 * GIB)
    life.count_request()
    life.end()
    assert not file.exists()
    it.save()
    written = file.stat()
    it.save()
    assert file.stat().st_ino == written.st_ino
    assert file.stat().st_mtime_ns == written.st_mtime_ns


def test_is_written_later_when_it_could_not_be(file: Path) -> None:
    file.parent.touch()  # a file where the folder should be
    it = budgets(file)
    live(it, "big", *[2.5] * ENOUGH_REQUESTS)
    it.save()
    file.parent.unlink()
    it.save()
    assert budgets(file).budget("big", GPU, "float16").is_measured


def test_many_threads_lose_nothing(file: Path) -> None:
    it = budgets(file)
    life = it.observe("big", GPU, "float16", 2 * GIB, 10.0)

    def work(number: int) -> None:
        for step in range(50):
            life.count_request()
            life.note_held(2 * GIB + number * 1000 + step)
            live(it, "small", 1.0, 1.0)
            it.record(f"key{number}", 1.0 + step)
            it.save()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    life.end()
    it.save()
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
def test_a_need_is_possible_and_never_under_what_a_load_takes(steps: list, key: str) -> None:
    it = budgets()
    loads: list[int] = []
    for what, figure, more in steps:
        if what == "live":
            life = it.observe(key, GPU, "", figure, 1.0)
            loads += [figure] if 0 < figure <= 64 * GIB else []
            for held in more:
                life.note_held(held)
                life.count_request()
                assert it.budget(key, GPU, "").bytes >= percentile(loads[-LIFETIMES:])
            life.end()
        elif what == "raise":
            before = it.budget(key, GPU, "").bytes
            it.raise_budget(key, GPU, "", figure)
            assert it.budget(key, GPU, "").bytes >= before
        else:
            it.record(key, figure)
        need = it.budget(key, GPU, "")
        assert percentile(loads[-LIFETIMES:]) <= need.least_bytes <= need.bytes <= 64 * GIB
        assert need.bytes or not (loads or it.needed_bytes(key))
