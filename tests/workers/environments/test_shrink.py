"""Uninstalling packages that are no longer needed, without an index."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


def modules(python: Path) -> set[str]:
    """Returns which of the tests' packages an environment has."""
    code = (
        "from importlib.util import find_spec; "
        "print(*(m for m in ('alpha', 'beta', 'gamma', 'delta') if find_spec(m)))"
    )
    ended = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return set(ended.stdout.split())


def test_shrink_uninstalls_unneeded_packages(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma", requires="Alpha >= 1.0")
    wheels.add("delta", requires="beta; python_version < '3'")
    python = store.create("core", ["gamma", "beta", "delta"], overrides=["alpha==1.0"])
    before = store.disk_bytes("core")
    for wheel in wheels.folder.glob("*.whl"):
        wheel.unlink()
    store.shrink("core", ["gamma"])
    assert store.interpreter("core") == python
    assert modules(python) == {"gamma", "alpha"}
    assert store.is_complete("core", ["gamma"])
    assert not store.is_complete("core", ["beta"])
    assert not store.can_roll_back("core")
    assert before - store.disk_bytes("core") > 400_000


def test_shrink_keeps_packages_with_other_markers(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("delta", requires="beta; python_version < '3'")
    python = store.create("core", ["delta", "beta", "alpha"])
    store.shrink("core", ["delta"])
    assert modules(python) == {"delta", "beta"}


def test_shrink_keeps_packages_of_requested_extras(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma", requires="beta; extra == 'more'")
    python = store.create("core", ["gamma[more]", "alpha"])
    store.shrink("core", ["gamma[more]"])
    assert modules(python) == {"gamma", "beta"}
    store.shrink("core", ["gamma"])
    assert modules(python) == {"gamma"}


def test_shrink_adds_no_requirements(store: EnvironmentStore) -> None:
    store.create("core", ["alpha==1.0"])
    store.shrink("core", ["alpha==1.0", "beta==1.0"])
    assert store.is_complete("core", ["alpha==1.0"])
    assert not store.is_complete("core", ["beta==1.0"]), "somebody is about to install that"


def test_shrink_of_nothing_changes_nothing(store: EnvironmentStore) -> None:
    store.shrink("core", ["alpha"])
    python = store.create("core", ["alpha"])
    store.shrink("core", ["alpha"])
    assert modules(python) == {"alpha"}
    with pytest.raises(EnvironmentFailed, match="isn't a requirement"):
        store.shrink("core", ["--all"])
