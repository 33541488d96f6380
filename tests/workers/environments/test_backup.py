"""Backups of environments: restored after a failed change, and by a rollback."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import workers
from tests.support.wheels import Wheels
from workers.environments.marker import FILE_NAME
from workers.environments.store import EnvironmentStore
from workers.errors import EnvironmentFailed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "environments" / "core"


def _version(python: Path | None, package: str) -> str:
    assert python is not None
    code = f"import {package}; print({package}.version)"
    return subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def _content(folder: Path) -> dict[str, str]:
    """Returns the contents of a folder's files and the targets of its links."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def test_rollback_restores_the_exact_files(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    assert not store.can_roll_back("core")
    store.create("core", ["alpha==2.0", "beta"])
    assert _version(store.interpreter("core"), "alpha") == "2.0"
    assert _content(folder) != before
    assert store.can_roll_back("core")
    store.rollback("core")
    assert _content(folder) == before
    assert store.is_complete("core", ["alpha==1.0"])
    assert not store.is_complete("core", ["beta"])
    assert _version(store.interpreter("core"), "alpha") == "1.0"
    assert not store.can_roll_back("core")


def test_rollback_without_a_backup_fails_with_advice(store: EnvironmentStore) -> None:
    for _ in range(2):
        with pytest.raises(
            EnvironmentFailed, match="'core' has no earlier version to roll back to"
        ):
            store.rollback("core")
        store.create("core", ["alpha"])


def test_rollback_needs_no_index_and_no_uv(
    store: EnvironmentStore, wheels: Wheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    monkeypatch.setenv("ENGINEROOM_WHEELS", str(wheels.folder / "gone"))
    for wheel in wheels.folder.glob("*.whl"):
        wheel.unlink()
    store.rollback("core")
    assert _version(store.interpreter("core"), "alpha") == "1.0"


def test_one_backup_is_kept_and_shares_unchanged_files(
    store: EnvironmentStore, folder: Path
) -> None:
    store.create("core", ["alpha==1.0"])
    alone = store.disk_bytes("core")
    assert alone == store.size_bytes("core")
    store.create("core", ["beta"])
    extended = store.size_bytes("core")
    assert extended > alone + 250_000
    assert store.disk_bytes("core") - extended < 5_000  # Markers; all other files are shared.
    store.create("core", ["alpha==2.0"])
    assert 250_000 < store.disk_bytes("core") - store.size_bytes("core") < 1_000_000
    assert [path.name for path in folder.parent.glob(".[!c]*") if path.is_dir()] == [
        ".previous-core"
    ]
    store.rollback("core")
    assert store.is_complete("core", ["alpha==1.0", "beta"])


def test_backup_copies_files_that_cannot_be_linked(
    store: EnvironmentStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)

    def refuse(link: Path, _target: Path) -> None:
        raise OSError(1, "Operation not permitted", str(link))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    store.create("core", ["alpha==2.0"])
    monkeypatch.undo()
    store.rollback("core")
    assert _content(folder) == before


def test_failed_extension_is_undone(store: EnvironmentStore, wheels: Wheels, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    before = _content(folder)
    wheels.add_failing()
    with pytest.raises(EnvironmentFailed, match="Couldn't install"):
        store.create("core", ["alpha==1.0", "failing", "beta"])
    assert _content(folder) == before
    assert store.is_complete("core", ["alpha==2.0"])
    store.rollback("core")  # To the change before, which is still valid.
    assert _version(store.interpreter("core"), "alpha") == "1.0"


def test_cancelled_extension_is_undone(
    store: EnvironmentStore, wheels: Wheels, folder: Path
) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    cancelled = threading.Event()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.create("core", ["beta"], cancelled=cancelled, progress=lambda _: cancelled.set())
    assert _content(folder) == before
    assert store.is_complete("core", ["alpha==1.0"])


def test_failed_reinstall_is_undone(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    cancelled = threading.Event()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.reinstall("core", cancelled=cancelled, progress=lambda _: cancelled.set())
    assert _content(folder) == before
    store.reinstall("core")
    assert not store.can_roll_back("core")  # An incomplete version is no backup.


def test_rebuilt_environment_can_be_rolled_back(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    marker = folder / FILE_NAME
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "python": "3.1.0"}))
    before = _content(folder)
    with pytest.raises(EnvironmentFailed):
        store.create("core", ["gamma"])
    assert _content(folder) == before
    store.create("core", ["beta"])
    assert _content(folder) != before
    store.rollback("core")
    assert _content(folder) == before


#: Extends ``core`` in another process and kills it at a given moment.
_KILLED = """
import os, signal, sys
from pathlib import Path
from workers.environments import builder
from workers.environments import backup
from workers.environments.store import EnvironmentStore

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "linking":
    link = backup._link_file
    def half(source, target):
        link(source, target) if target.name != "alpha.py" else die()
    backup._link_file = half
elif sys.argv[2] == "installing":
    builder.Builder.install = die
elif sys.argv[2] == "keeping":
    backup._keep_as_previous = die
elif sys.argv[2] == "bringing back":
    def fail(*_, **__):
        raise OSError("full")
    builder.Builder.install = fail
    discard = backup.discard
    def lose(folder):
        discard(folder)
        if folder.name == "core":
            die()
    backup.discard = lose
EnvironmentStore(Path(sys.argv[1])).create("core", ["alpha==2.0", "beta"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["linking", "installing", "keeping", "bringing back"])
def test_killed_change_leaves_a_complete_version(
    store: EnvironmentStore, folder: Path, moment: str
) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    command = [sys.executable, "-c", _KILLED, str(folder.parent), moment]
    ended = subprocess.run(command, cwd=Path(workers.__file__).parents[1], check=False)
    assert ended.returncode == -signal.SIGKILL
    is_installed = moment in ("linking", "keeping")
    assert (store.interpreter("core") is not None) is is_installed
    # The next caller finds a complete version, from before or after the change.
    python = store.create("core", ["alpha==2.0"] if moment == "keeping" else ["alpha==1.0"])
    if moment == "keeping":
        assert _version(python, "alpha") == "2.0"
        store.rollback("core")
    assert _content(folder) == before
    assert not list(folder.parent.glob(".undo-*"))


def test_remove_deletes_the_backup(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    store.create("core-x", ["alpha==1.0"])
    store.remove("core")
    assert not store.can_roll_back("core")
    assert store.disk_bytes("core") == 0
    names = {path.name for path in folder.parent.iterdir() if path.is_dir()}
    assert names == {"core-x"}
