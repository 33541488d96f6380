from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.installed_packages import damaged_packages, installed_modules
from workers.environments.store import EnvironmentStore


def test_what_is_whole_has_nothing_to_tell(store: EnvironmentStore) -> None:
    assert damaged_packages(store.create("core", ["alpha", "beta"])) == {}


@pytest.fixture
def later_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.12 and later leave out of a package's files those that are gone."""
    plain = importlib.metadata.Distribution.files.fget
    assert plain is not None

    def files(package: importlib.metadata.Distribution) -> list[importlib.metadata.PackagePath]:
        return [it for it in plain(package) or () if Path(str(it.locate())).exists()]

    monkeypatch.setattr(importlib.metadata.Distribution, "files", property(files))


@pytest.mark.usefixtures("later_python")
def test_what_is_lost_is_known_to_later_pythons_too(store: EnvironmentStore) -> None:
    python = store.create("core", ["alpha"])
    for lost in python.parent.parent.rglob("alpha.py"):
        lost.unlink()
    assert damaged_packages(python) == {"alpha": 1}
    assert installed_modules(python) == {"alpha": "alpha"}


def test_lost_and_cut_files_are_counted_by_package(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma")
    python = store.create("core", ["alpha", "beta", "gamma"])
    (packages,) = (python.parent.parent / "lib").glob("python3*/site-packages")
    (packages / "alpha.py").unlink()
    complete_marker = packages / "beta.py"
    content = complete_marker.read_bytes()
    complete_marker.unlink()  # it may be a hard link into a cache that others use
    Path(complete_marker).write_bytes(content[:1000])
    assert damaged_packages(python) == {"alpha": 1, "beta": 1}
