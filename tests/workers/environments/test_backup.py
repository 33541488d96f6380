"""What was before a change: kept, brought back when it fails, and gone back to."""

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
    """All of a folder: what its files hold, and where its links lead."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def test_going_back_brings_exactly_what_was(store: EnvironmentStore, folder: Path) -> None:
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


def test_going_back_without_a_past_says_so(store: EnvironmentStore) -> None:
    for _ in range(2):
        with pytest.raises(
            EnvironmentFailed, match="'core' has no earlier version to roll back to"
        ):
            store.rollback("core")
        store.create("core", ["alpha"])


def test_it_needs_neither_wheels_nor_uv_to_go_back(
    store: EnvironmentStore, wheels: Wheels, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    monkeypatch.setenv("ENGINEROOM_WHEELS", str(wheels.folder / "gone"))
    for wheel in wheels.folder.glob("*.whl"):
        wheel.unlink()
    store.rollback("core")
    assert _version(store.interpreter("core"), "alpha") == "1.0"


def test_only_the_last_state_is_kept_and_costs_what_changed(
    store: EnvironmentStore, folder: Path
) -> None:
    store.create("core", ["alpha==1.0"])
    alone = store.disk_bytes("core")
    assert alone == store.size_bytes("core")
    store.create("core", ["beta"])
    extended = store.size_bytes("core")
    assert extended > alone + 250_000
    assert store.disk_bytes("core") - extended < 5_000  # markers; all else is the same files
    store.create("core", ["alpha==2.0"])
    assert 250_000 < store.disk_bytes("core") - store.size_bytes("core") < 1_000_000
    assert [path.name for path in folder.parent.glob(".[!c]*") if path.is_dir()] == [
        ".previous-core"
    ]
    store.rollback("core")
    assert store.is_complete("core", ["alpha==1.0", "beta"])


def test_what_cannot_be_linked_is_copied(
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


def test_a_failed_extension_is_undone(
    store: EnvironmentStore, wheels: Wheels, folder: Path
) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    before = _content(folder)
    wheels.add_failing()
    with pytest.raises(EnvironmentFailed, match="could not be installed"):
        store.create("core", ["alpha==1.0", "failing", "beta"])
    assert _content(folder) == before
    assert store.is_complete("core", ["alpha==2.0"])
    store.rollback("core")  # to the change before, which still counts
    assert _version(store.interpreter("core"), "alpha") == "1.0"


def test_a_cancelled_extension_is_undone(
    store: EnvironmentStore, wheels: Wheels, folder: Path
) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    cancelled = threading.Event()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.create("core", ["beta"], cancelled=cancelled, progress=lambda _: cancelled.set())
    assert _content(folder) == before
    assert store.is_complete("core", ["alpha==1.0"])


def test_a_failed_repair_is_undone(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    cancelled = threading.Event()
    with pytest.raises(EnvironmentFailed, match="Canceled"):
        store.reinstall("core", cancelled=cancelled, progress=lambda _: cancelled.set())
    assert _content(folder) == before
    store.reinstall("core")
    assert not store.can_roll_back("core")  # what was broken is nothing to go back to


def test_an_environment_that_is_made_anew_is_kept_as_well(
    store: EnvironmentStore, folder: Path
) -> None:
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


#: Extends core in a process of its own, and kills it where the test wants.
_KILLED = """
import os, signal, sys
from pathlib import Path
from workers.environments import builder
from workers.environments import backup as previous
from workers.environments.store import EnvironmentStore

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "linking":
    link = previous._link_file
    def half(source, target):
        link(source, target) if target.name != "alpha.py" else die()
    previous._link_file = half
elif sys.argv[2] == "installing":
    builder.Builder.install = die
elif sys.argv[2] == "keeping":
    previous._keep = die
elif sys.argv[2] == "bringing back":
    def fail(*_, **__):
        raise OSError("full")
    builder.Builder.install = fail
    discard = previous.discard
    def lose(folder):
        discard(folder)
        if folder.name == "core":
            die()
    previous.discard = lose
EnvironmentStore(Path(sys.argv[1])).create("core", ["alpha==2.0", "beta"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["linking", "installing", "keeping", "bringing back"])
def test_killed_at_any_moment_it_is_whole_or_known_not_to_be(
    store: EnvironmentStore, folder: Path, moment: str
) -> None:
    store.create("core", ["alpha==1.0"])
    before = _content(folder)
    command = [sys.executable, "-c", _KILLED, str(folder.parent), moment]
    ended = subprocess.run(command, cwd=Path(workers.__file__).parents[1], check=False)
    assert ended.returncode == -signal.SIGKILL
    is_whole = moment in ("linking", "keeping")
    assert (store.interpreter("core") is not None) is is_whole
    # Whoever comes next finds a whole one: the one before the change, or after it.
    python = store.create("core", ["alpha==2.0"] if moment == "keeping" else ["alpha==1.0"])
    if moment == "keeping":
        assert _version(python, "alpha") == "2.0"
        store.rollback("core")
    assert _content(folder) == before
    assert not list(folder.parent.glob(".undo-*"))


def test_removing_takes_what_was_kept_along(store: EnvironmentStore, folder: Path) -> None:
    store.create("core", ["alpha==1.0"])
    store.create("core", ["alpha==2.0"])
    store.create("core-x", ["alpha==1.0"])
    store.remove("core")
    assert not store.can_roll_back("core")
    assert store.disk_bytes("core") == 0
    names = {path.name for path in folder.parent.iterdir() if path.is_dir()}
    assert names == {"core-x"}
