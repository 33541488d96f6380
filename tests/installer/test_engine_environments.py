"""The environments of the tests, and their list in pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from installer.engine_environments import RUN_FOR_REAL, RUN_ON_CPU, UNPACKED, needs, unpacked
from workers.catalog.store import Catalog

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def groups() -> dict[str, set[str]]:
    """The dependency groups of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {name: set(packages) for name, packages in project["dependency-groups"].items()}


def test_pyproject_lists_environments_that_run_with_weights(groups: dict[str, set[str]]) -> None:
    for environment, needed in needs(RUN_FOR_REAL, None).items():
        assert groups[f"engines-{environment}"] == set(needed.requirements)


@pytest.mark.parametrize("environment", RUN_ON_CPU)
def test_pyproject_lists_environments_that_run_on_random_weights(
    groups: dict[str, set[str]], environment: str
) -> None:
    entries = Catalog.load(ROOT / "resources" / "catalog.toml", None).entries
    engines = [entry.id for entry in entries if entry.environment == environment]
    assert groups[f"engines-{environment}"] == set(needs(engines, None)[environment].requirements)


def test_pyproject_lists_unpacked_packages(groups: dict[str, set[str]]) -> None:
    assert groups["engines-unpacked"] == {*unpacked().values(), *UNPACKED.values()}
