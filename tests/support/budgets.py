"""Measured budgets for tests, with their own declared sizes."""

from __future__ import annotations

from pathlib import Path

from workers.memory.budgets import Budgets

DECLARED = {"small": (1.5, 1.0), "big": (4.0, 6.0), "none": (0.0, 0.0)}


def budgets(file: Path | None = None) -> Budgets:
    return Budgets(file, DECLARED)
