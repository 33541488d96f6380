"""Budgets: declared, then measured by key, then learned by GPU and precision."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.support.budgets import budgets
from workers import VRAM_BUDGETS
from workers.memory.budgets import Budgets

GIB = 2**30
GPU = "NVIDIA GeForce RTX 4070"
OTHER_GPU = "NVIDIA GeForce RTX 3060"


def test_shipped_budgets_are_pairs_of_gigabytes() -> None:
    assert VRAM_BUDGETS
    for key, (least, size) in VRAM_BUDGETS.items():
        assert isinstance(key, str)
        assert 0 <= size <= 64
        assert 0 <= least <= 64


def test_declared_by_default() -> None:
    assert budgets().size_bytes("small") == GIB
    assert budgets().needed_bytes("small") == int(1.5 * GIB)
    assert budgets().needed_bytes("big") == 6 * GIB
    assert budgets().needed_bytes("unknown") == budgets().size_bytes("unknown") == 0


@pytest.mark.parametrize(
    ("key", "free"), [("none", True), ("small", False), ("big", False), ("unknown", False)]
)
def test_is_declared_free_needs_two_zeros(key: str, free: bool) -> None:
    learned = budgets()
    learned.record(key, 1.0)  # changes nothing of what was declared
    assert learned.is_declared_free(key) is free


def test_budgets_that_a_caller_adds_count_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Budgets(None)
    monkeypatch.setitem(VRAM_BUDGETS, "added", (1.0, 2.0))
    assert shipped.size_bytes("added") == 2 * GIB


def test_measured_replaces_declared_and_survives_a_restart(file: Path) -> None:
    first = budgets(file)
    first.record("small", 1.25)
    first.record("unknown", 0.5)
    for learned in (first, budgets(file)):
        assert learned.size_bytes("small") == int(1.25 * GIB)
        assert learned.needed_bytes("small") == int(1.5 * GIB)
        assert learned.size_bytes("unknown") == GIB // 2
        assert learned.is_measured("small")
        assert not learned.is_measured("big")


@pytest.mark.parametrize(
    "figure", [0, 0.0, -1.0, -0.001, 64.001, 1e9, float("nan"), float("inf"), float("-inf")]
)
def test_impossible_figures_are_ignored(file: Path, figure: float) -> None:
    learned = budgets(file)
    learned.record("small", figure)
    assert learned.size_bytes("small") == GIB
    assert not file.exists()


@pytest.mark.parametrize("figure", [0.001, 64, 64.0])
def test_last_possible_figures_are_taken(figure: float) -> None:
    learned = budgets()
    learned.record("small", figure)
    assert learned.size_bytes("small") == int(figure * GIB)


@pytest.mark.parametrize(
    ("key", "figure", "warns"),
    [
        ("small", 1.5, False),
        ("small", 1.51, True),
        ("none", 0.01, True),  # declared to hold nothing
        ("unknown", 5.0, False),  # not declared
    ],
)
def test_warns_above_one_and_a_half_times_the_declared_size(
    caplog: pytest.LogCaptureFixture, key: str, figure: float, warns: bool
) -> None:
    with caplog.at_level(logging.WARNING):
        budgets().record(key, figure)
    assert bool(caplog.records) is warns
    assert all(key in record.getMessage() for record in caplog.records)


def test_folder_that_cannot_be_written_costs_only_the_memory_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    learned = budgets(tmp_path / "file" / "vram.json")
    learned.record("small", 1.25)
    assert learned.size_bytes("small") == int(1.25 * GIB)
    assert caplog.records
