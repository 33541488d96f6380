from __future__ import annotations

from pathlib import Path

from tests.support.wheels import Wheels
from workers.environments.integrity import damaged_packages
from workers.environments.venvs import EnvironmentStore


def test_what_is_whole_has_nothing_to_tell(store: EnvironmentStore) -> None:
    assert damaged_packages(store.create("core", ["alpha", "beta"])) == {}


def test_lost_and_cut_files_are_counted_by_package(store: EnvironmentStore, wheels: Wheels) -> None:
    wheels.add("gamma")
    python = store.create("core", ["alpha", "beta", "gamma"])
    (packages,) = (python.parent.parent / "lib").glob("python3*/site-packages")
    (packages / "alpha.py").unlink()
    whole = packages / "beta.py"
    content = whole.read_bytes()
    whole.unlink()  # it may be a hard link into a cache that others use
    Path(whole).write_bytes(content[:1000])
    assert damaged_packages(python) == {"alpha": 1, "beta": 1}
