"""Plans as texts."""

from __future__ import annotations

import pytest

from workers.devices.probe import Backend, DeviceReading
from workers.memory.plan import (
    CPU,
    LATER_S,
    SOON_S,
    Evict,
    EvictedWorker,
    Fits,
    Place,
    Plan,
    Refuse,
    Wait,
    duration,
    listed,
)

GIB = 2**30
GPU = Place("GPU-0", 0, "Test GPU", "cuda")
LARK = EvictedWorker("lark", 2 * GIB, 61.0, 7.34)
WREN = EvictedWorker("wren", GIB // 2, 5.0)


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (Fits(GPU, 2 * GIB, 5 * GIB), "fits on Test GPU: needs 2.00 GB, 5.00 GB free"),
        (Fits(GPU, 0, 5 * GIB), "fits on Test GPU, memory not tracked"),
        (Fits(CPU, 0, 0), "fits on CPU, memory not tracked"),
        (Fits(CPU, 0, 0, "It is full."), "fits on CPU instead of a GPU: It is full."),
        (
            Evict(GPU, 3 * GIB, GIB, (LARK,)),
            (
                "stops lark (idle for 61 s, frees 2.00 GB, reloads in 7.3 s) on Test GPU: "
                "needs 3.00 GB, 1.00 GB free"
            ),
        ),
        (
            Evict(GPU, 2 * GIB, -GIB // 4, (WREN, LARK)),
            (
                "stops wren (idle for 5.0 s, frees 0.50 GB) and "
                "lark (idle for 61 s, frees 2.00 GB, reloads in 7.3 s) on Test GPU: "
                "needs 2.00 GB, 0.00 GB free"
            ),
        ),
        (Wait("waiting for memory held by lark"), "waiting for memory held by lark"),
        (
            Refuse("It needs 9.00 GB.", "Choose a smaller model."),
            "It needs 9.00 GB. Choose a smaller model.",
        ),
    ],
)
def test_plan_is_a_sentence(plan: Plan, text: str) -> None:
    assert str(plan) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-0.1, "0.0 s"),  # another thread's clock
        (0.04, "0.0 s"),
        (2.54, "2.5 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (99.4, "99 s"),
        (99.6, "2 min"),
        (720, "12 min"),
        (99 * 60, "99 min"),
        (100 * 60, "1.7 h"),
        (50 * 3600, "50.0 h"),
    ],
)
def test_duration_chooses_the_unit(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b, and c")],
)
def test_words_are_listed(words: list[str], text: str) -> None:
    assert listed(words) == text
    assert listed(words, "or") == text.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("backend", "label"),
    [("cuda", "cuda:1"), ("rocm", "cuda:1"), ("mps", "mps"), ("cpu", "cpu")],
)
def test_place_has_the_name_that_torch_gives_it(backend: Backend, label: str) -> None:
    reading = DeviceReading(1, "GPU-1", "Test GPU", "gpu", 8, 0, 8, backend=backend)
    place = Place.on(reading)
    assert place == Place("GPU-1", 1, "Test GPU", backend)
    assert place.label == label


def test_only_memory_on_its_way_is_waited_for_shortly() -> None:
    assert Wait("it", SOON_S).is_short
    assert not Wait("it").is_short
    assert Wait("it").retry_s == LATER_S
