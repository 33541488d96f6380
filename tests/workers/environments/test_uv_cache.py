"""uv's cache is on the same disk as the environments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.store import EnvironmentStore
from workers.environments.uv_cache import cache_variables

_OTHER_DISK = Path("/dev/shm")


def test_usual_cache_is_used_on_the_same_disk(tmp_path: Path) -> None:
    assert cache_variables({}, tmp_path / "cache" / "uv", tmp_path / "not" / "there") == {}


def test_chosen_cache_is_kept(tmp_path: Path) -> None:
    assert cache_variables({"UV_CACHE_DIR": "/c"}, Path("/proc"), tmp_path) == {}
    assert cache_variables({"UV_LINK_MODE": "copy"}, tmp_path, tmp_path) == {}


def test_symlink_mode_is_replaced_by_hard_links(tmp_path: Path) -> None:
    assert cache_variables({"UV_LINK_MODE": "symlink"}, tmp_path, tmp_path) == {
        "UV_LINK_MODE": "hardlink"
    }


def test_own_cache_is_used_if_the_usual_one_is_on_another_disk(
    wheels: Wheels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "environments"
    if not _OTHER_DISK.is_dir() or _OTHER_DISK.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has one disk")
    monkeypatch.delenv("UV_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(_OTHER_DISK / "engineroom-no-such-cache"))
    store = EnvironmentStore(root)
    for name in ("core", "other"):
        store.create(name, ["alpha==1.0"])
    modules = [*root.glob("*/lib/python3*/site-packages/alpha.py")]
    assert len(modules) == 2
    assert modules[0].samefile(modules[1])
    assert not (_OTHER_DISK / "engineroom-no-such-cache").exists()
