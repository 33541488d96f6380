"""Detection of leaks among harmless growth, on synthetic lifetimes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.memory.leak import LEAST_BYTES, WARM_UP, Growth, LeakGuard

MIB = 2**20
GIB = 2**30
LOAD = 2 * GIB


def first_growth(held: Iterable[int], load: int = LOAD) -> tuple[int, Growth] | None:
    """Returns the first leak and its request, counted from 1."""
    guard = LeakGuard(load)
    for request, held_bytes in enumerate(held, start=1):
        growth = guard.sample(held_bytes)
        if growth is not None:
            return request, growth
    return None


def life(requests: int, extra_mib: Callable[[int], float]) -> list[int]:
    """What is held after each request beyond the load."""
    return [LOAD + int(extra_mib(request) * MIB) for request in range(1, requests + 1)]


def noise(amplitude: float, seed: int = 1) -> Callable[[int], float]:
    dice = random.Random(seed)
    return lambda _: dice.uniform(-amplitude, amplitude)


def longest_so_far(scale_mib: float, seed: int) -> Callable[[int], float]:
    """What an allocator keeps: as much as the longest of all texts has taken."""
    dice, longest = random.Random(seed), 0.0

    def grow(_: int) -> float:
        nonlocal longest
        longest = max(longest, scale_mib * dice.lognormvariate(0, 0.7))
        return longest

    return grow


@pytest.mark.parametrize(
    ("leak_mib", "by_request", "over_requests"),
    [
        (200, 48, 16),  # as early as possible: warm-up, then twice 16
        (20, 48, 16),
        (10, 80, 32),
        (5, 144, 64),
        (1, 1040, 512),
        (0.2, 4112, 2048),
    ],
)
def test_steady_leak_is_detected(leak_mib: float, by_request: int, over_requests: int) -> None:
    found = first_growth(life(5000, lambda request: leak_mib * request))
    assert found is not None
    request, growth = found
    assert request <= by_request
    assert growth.to_bytes == LOAD + int(leak_mib * request * MIB)
    assert growth.to_bytes - growth.from_bytes >= LEAST_BYTES
    assert growth.requests == over_requests


def test_with_noise_as_large_as_the_leak() -> None:
    for seed in range(20):
        shake = noise(20, seed)
        found = first_growth(life(400, lambda request, s=shake: 20 * request + s(request)))
        assert found is not None
        assert found[0] <= 150


def test_in_blocks_of_an_allocator() -> None:
    """A megabyte a request, of which a driver sees 20 at a time."""
    found = first_growth(life(2000, lambda request: 20 * (request // 20)))
    assert found is not None
    assert found[0] <= 1040


def test_beneath_a_large_warm_up() -> None:
    """The first requests take 3 GB for good, and each of all a little that is never given back."""
    found = first_growth(life(400, lambda request: 3000 * min(1, request / 10) + 20 * request))
    assert found is not None
    assert found[0] <= 48


def test_leak_that_begins_late() -> None:
    found = first_growth(life(3000, lambda request: 20 * max(0, request - 1000)))
    assert found is not None
    assert 1000 < found[0] <= 1020


def test_beneath_a_sawtooth() -> None:
    found = first_growth(life(3000, lambda request: 100 * (request % 7) + 10 * request))
    assert found is not None
    assert found[0] <= 300


def test_of_a_large_model_must_be_larger() -> None:
    held = [40 * GIB + 20 * MIB * request for request in range(1, 3000)]
    found = first_growth(held, load=40 * GIB)
    assert found is not None
    assert found[1].to_bytes - found[1].from_bytes >= 4 * GIB
    assert found[0] > 400


def window(parts: list[int], unit: int) -> list[int]:
    """A worker that has been still for long, and then two requests for each part."""
    still = [LOAD] * (WARM_UP + 16)
    return [*still, *[LOAD + part * unit for part in parts for _ in range(2)]]


UNIT = LEAST_BYTES // 8


@pytest.mark.parametrize(
    ("parts", "is_leak"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], True),
        ([1, 2, 3, 4, 4, 5, 6, 8], True),  # one part without a rise
        ([1, 2, 3, 5, 4, 5, 6, 8], True),  # or with less
        ([1, 2, 3, 4, 4, 4, 6, 8], False),
        ([1, 2, 3, 4, 5, 6, 6, 8], True),
        ([0, 1, 2, 3, 4, 5, 6, 7], False),  # not enough yet
        ([0, 0, 1, 5, 6, 7, 8, 9], True),
        ([0, 1, 2, 3, 4, 8, 9, 10], True),
        ([0, 1, 2, 2, 3, 8, 9, 10], True),
        ([0, 1, 2, 3, 3, 9, 9, 10], False),  # two without a rise, and one that is most of it
        ([0, 1, 2, 3, 4, 10, 11, 12], True),
        ([0, 1, 2, 3, 4, 12, 13, 14], False),  # one that is most of it
    ],
)
def test_most_parts_rise_and_none_is_most_of_the_rise(parts: list[int], is_leak: bool) -> None:
    assert (first_growth(window(parts, UNIT)) is not None) is is_leak


def test_least_growth_of_all_to_the_byte() -> None:
    held = window([1, 2, 3, 4, 5, 6, 7, 8], UNIT)
    assert first_growth(held) == (48, Growth(LOAD, LOAD + LEAST_BYTES, 16))
    held[-2] -= 1  # for a moment
    assert first_growth(held) is None


def test_at_the_pace_of_the_window_before_it_or_nearly_so() -> None:
    """Of which the first grew by 14 units."""
    for last, is_leak in ((8, False), (9, False), (11, True), (14, True)):
        first = [LOAD] * WARM_UP + [LOAD + 2 * part * UNIT for part in range(8) for _ in range(2)]
        top = first[-1]
        second = [top + part * last * UNIT // 7 for part in range(1, 9) for _ in range(2)]
        assert (first_growth([*first, *second]) is not None) is is_leak, last


def test_initial_memory_is_no_growth() -> None:
    held = window([1, 2, 3, 4, 5, 6, 7, 8], UNIT)
    held[3] = LOAD + UNIT
    assert first_growth(held) is None


def test_earlier_spikes_are_no_growth() -> None:
    """At each size of block the highest counts, and not only what was held for long."""

    def extra_mib(request: int) -> float:
        is_spike = request > WARM_UP and request % 2
        return 400 if is_spike else 10 * min(39, max(0, request - 48))

    assert first_growth(life(600, extra_mib)) is None


def test_returned_memory_is_no_leak() -> None:
    assert first_growth(life(600, lambda request: 10 * request if request % 2 else 0)) is None
    given_back = window([1, 2, 3, 4, 5, 6, 7, 8], UNIT)
    given_back[-15:-2:2] = [LOAD] * 7
    assert first_growth(given_back) is None


def test_growth_as_text() -> None:
    growth = Growth(2 * GIB, 2 * GIB + 512 * MIB, 32)
    assert str(growth) == "grew from 2.00 GB to 2.50 GB over the last 32 requests"


def test_growth_counts_requests_between_two_samples() -> None:
    guard = LeakGuard(LOAD)
    growths = [guard.sample(held, requests=3) for held in life(100, lambda request: 20 * request)]
    assert growths[47] is not None
    assert growths[47].requests == 48
    assert growths[46] is None


def test_leak_is_reported_only_while_it_continues() -> None:
    guard = LeakGuard(LOAD)
    growths = [guard.sample(held) is not None for held in life(100, lambda request: 20 * request)]
    assert all(growths[60:])
    assert not any(guard.sample(LOAD) for _ in range(500))


@pytest.mark.parametrize(
    ("what", "extra_mib"),
    [
        ("nothing", lambda _: 0),
        ("less after the load", lambda request: -5.0 * request),
        ("a plateau after the first requests", lambda request: 300 * min(request, 10)),
        ("a plateau after many", lambda request: 50 * min(request, 32)),
        ("one step", lambda request: 2000 * (request > 100)),
        ("two steps", lambda request: 2000 * (request > 100) + 2000 * (request > 108)),
        ("a step now and then", lambda request: 300 * (request // 500)),
        ("a sawtooth", lambda request: 40 * (request % 30)),
        ("a slow sawtooth", lambda request: 25 * (request % 40)),
        ("alternating texts", lambda request: 1500 * (request % 2)),
        ("a logarithm", lambda request: 300 * math.log(request)),
        ("ever less", lambda request: 4000 * (1 - 0.95**request)),
        ("ever less, slowly", lambda request: 4000 * (1 - 0.98**request)),
        ("too little", lambda request: min(255, 2 * request)),
    ],
)
def test_growth_for_good_reasons(what: str, extra_mib: Callable[[int], float]) -> None:
    assert first_growth(life(5000, extra_mib)) is None, what


@pytest.mark.parametrize("seed", range(30))
def test_texts_of_all_lengths(seed: int) -> None:
    assert first_growth(life(2000, longest_so_far(400, seed))) is None


@pytest.mark.parametrize("seed", range(10))
def test_noise(seed: int) -> None:
    assert first_growth(life(2000, noise(800, seed))) is None


amounts = st.integers(0, 64 * GIB)


@given(st.lists(amounts, max_size=200), amounts)
def test_constant_memory_is_no_leak(held: list[int], load: int) -> None:
    assert first_growth(sorted(held, reverse=True), load) is None


@given(
    st.lists(amounts, min_size=WARM_UP, max_size=WARM_UP + 16),
    st.lists(st.integers(0, LEAST_BYTES - 1), max_size=300),
    st.randoms(use_true_random=False),
)
def test_plateau_never_leaks(rise: list[int], later: list[int], dice: random.Random) -> None:
    """Whatever happens in the first requests: what stays within their height is no leak."""
    plateau = max(rise) + LEAST_BYTES - 1
    held = [*rise, *[max(0, plateau - extra) for extra in later]]
    assert first_growth(held, load=dice.choice([0, LOAD])) is None


@given(st.lists(amounts, max_size=300))
def test_reported_growth_is_true(held: list[int]) -> None:
    found = first_growth(held, load=0)
    if found is not None:
        request, growth = found
        assert growth.to_bytes == held[request - 1]
        assert growth.from_bytes == max(held[: request - growth.requests])
        assert growth.to_bytes - growth.from_bytes >= LEAST_BYTES
