from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.installed_packages import damaged_packages, installed_modules
from workers.environments.store import EnvironmentStore


def test_damaged_packages_is_empty_for_intact_files(store: EnvironmentStore) -> None:
    assert damaged_packages(store.create("core", ["alpha", "beta"])) == {}


@pytest.fixture
def later_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes ``Distribution.files`` leave out missing files, as Python 3.12 does."""
    plain = importlib.metadata.Distribution.files.fget
    assert plain is not None

    def files(package: importlib.metadata.Distribution) -> list[importlib.metadata.PackagePath]:
        return [file for file in plain(package) or () if Path(str(file.locate())).exists()]

    monkeypatch.setattr(importlib.metadata.Distribution, "files", property(files))


@pytest.mark.usefixtures("later_python")
def test_missing_files_are_found_under_later_pythons(store: EnvironmentStore) -> None:
    python = store.create("core", ["alpha"])
    for lost in python.parent.parent.rglob("alpha.py"):
        lost.unlink()
    assert damaged_packages(python) == {"alpha": 1}
    assert installed_modules(python) == {"alpha": "alpha"}


def test_damaged_packages_counts_missing_and_truncated_files(
    store: EnvironmentStore, wheels: Wheels
) -> None:
    wheels.add("gamma")
    python = store.create("core", ["alpha", "beta", "gamma"])
    (packages,) = (python.parent.parent / "lib").glob("python3*/site-packages")
    (packages / "alpha.py").unlink()
    module = packages / "beta.py"
    content = module.read_bytes()
    module.unlink()  # It may be a hard link from a shared cache.
    module.write_bytes(content[:1000])
    assert damaged_packages(python) == {"alpha": 1, "beta": 1}
