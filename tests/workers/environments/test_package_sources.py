"""A folder of wheels is the only source, without a network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.wheels import Wheels
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[socket.socket]:
    """Sets pip and uv to an index that must not be asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {address}\n")
        for variable in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"):
            monkeypatch.setenv(variable, address)
        monkeypatch.setenv("UV_HTTP_RETRIES", "0")
        server.settimeout(0)
        yield server


def test_wheel_folder_is_the_only_source(
    wheels: Wheels, index: socket.socket, tmp_path: Path
) -> None:
    store = EnvironmentStore(tmp_path / "environments", wheels=wheels.folder)
    plan = store.plan("core", ["alpha==1.0"])
    assert [
        (package.name, package.version, package.size_bytes > 200) for package in plan.packages
    ] == [("alpha", "1.0", True)]
    store.create("core", ["alpha==1.0"])
    store.create("core", ["beta"])
    store.reinstall("core")
    assert store.is_complete("core", ["alpha==1.0", "beta"])
    with pytest.raises(EnvironmentFailed, match="No solution found"):
        store.create("core", ["gamma"])
    with pytest.raises(BlockingIOError):
        index.accept()


def test_environment_variable_names_the_wheel_folder(
    wheels: Wheels, index: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGINEROOM_WHEELS", str(wheels.folder))
    store = EnvironmentStore(tmp_path / "environments")
    store.create("core", ["alpha==2.0"])
    assert store.is_complete("core", ["alpha==2.0"])
    with pytest.raises(BlockingIOError):
        index.accept()


def test_missing_wheel_folder_fails(
    wheels: Wheels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGINEROOM_WHEELS", str(tmp_path / "stick"))
    store = EnvironmentStore(tmp_path / "environments")
    with pytest.raises(EnvironmentFailed, match="Create it or unset the variable"):
        store.create("core", ["alpha"])


def test_wheel_folder_turns_interpreter_downloads_off(wheels: Wheels, tmp_path: Path) -> None:
    store = EnvironmentStore(tmp_path / "environments", wheels=wheels.folder)
    with pytest.raises(
        EnvironmentFailed, match=r"Python >=3\.5,<3\.6 is required.*downloads are turned off"
    ):
        store.plan("core", ["alpha"], python=">=3.5,<3.6")
