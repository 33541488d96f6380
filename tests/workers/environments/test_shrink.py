"""An environment that has to hold less: what nobody needs any more goes, without any index."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


def modules(python: Path) -> set[str]:
    """Which of the tests' packages an environment has."""
    code = (
        "from importlib.util import find_spec; "
        "print(*(m for m in ('alpha', 'beta', 'gamma', 'delta') if find_spec(m)))"
    )
    ended = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return set(ended.stdout.split())


def test_what_nobody_needs_goes_and_the_rest_stays(store: EnvironmentStore, wheels: Wheels) -> None:
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


def test_a_condition_that_is_not_ours_to_judge_keeps_a_package(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    wheels.add("delta", requires="beta; python_version < '3'")
    python = store.create("core", ["delta", "beta", "alpha"])
    store.shrink("core", ["delta"])
    assert modules(python) == {"delta", "beta"}


def test_an_extra_keeps_a_package_where_it_was_asked_for(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    wheels.add("gamma", requires="beta; extra == 'more'")
    python = store.create("core", ["gamma[more]", "alpha"])
    store.shrink("core", ["gamma[more]"])
    assert modules(python) == {"gamma", "beta"}
    store.shrink("core", ["gamma"])
    assert modules(python) == {"gamma"}


def test_it_holds_no_more_than_before(store: EnvironmentStore) -> None:
    store.create("core", ["alpha==1.0"])
    store.shrink("core", ["alpha==1.0", "beta==1.0"])
    assert store.is_complete("core", ["alpha==1.0"])
    assert not store.is_complete("core", ["beta==1.0"]), "somebody is about to install that"


def test_nothing_to_take_out(store: EnvironmentStore) -> None:
    store.shrink("core", ["alpha"])
    python = store.create("core", ["alpha"])
    store.shrink("core", ["alpha"])
    assert modules(python) == {"alpha"}
    with pytest.raises(EnvironmentFailed, match="is not a requirement"):
        store.shrink("core", ["--all"])
