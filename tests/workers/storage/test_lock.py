from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import workers
from tests.support.patience import until
from workers.storage.lock import LockCancelled, is_locked, locked

#: Holds a lock until its stdin ends.
_HOLDER = """
import sys, threading
from pathlib import Path
from workers.storage.lock import locked
with locked(Path(sys.argv[1]), threading.Event()):
    sys.stdin.read()
"""


def test_lock_excludes_other_threads_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "stores" / ".core.lock"
    cancelled = threading.Event()
    cancelled.set()
    with locked(path, threading.Event()):
        assert is_locked(path)
        with pytest.raises(LockCancelled), locked(path, cancelled):
            pytest.fail("two callers held one lock")
    assert not is_locked(path)
    with locked(path, cancelled):
        assert is_locked(path)


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / ".core.lock"
    command = [sys.executable, "-c", _HOLDER, str(path)]
    root = Path(workers.__file__).parents[1]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE) as holder:
        until(lambda: is_locked(path), "the other process locked the file")
        holder.kill()
    with locked(path, threading.Event()):
        assert is_locked(path)


def test_missing_lock_file_is_not_locked(tmp_path: Path) -> None:
    assert not is_locked(tmp_path / ".core.lock")
    assert not list(tmp_path.iterdir())
