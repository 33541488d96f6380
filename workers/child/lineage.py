"""Finds and kills the processes of a worker: descendants, its session, holders of its secret.

The session identifies a descendant whose parents have ended; the secret, on Linux, also one with a
session of its own. A descendant with a session and an environment of its own is found as a child's
child, but only while the worker lives. Standard library only, as it runs in the engine's
interpreter.
"""

from __future__ import annotations

import os
import signal
import sys
import time

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Callable

#: Environment variable that carries the worker's secret to all its descendants.
TOKEN_VARIABLE = "ENGINEROOM_WORKER_TOKEN"  # noqa: S105 - its name, not the secret
_ROUNDS = 100
_BETWEEN_ROUNDS_S = 0.005
#: Positions of fields in ``/proc/<pid>/stat``, counted from the state (proc(5)).
_STATE, _PARENT, _SESSION, _FLAGS, _STARTED = 0, 1, 3, 6, 19
_ENDED = (b"Z", b"X")
_KERNEL_THREAD = 0x00200000  # PF_KTHREAD of linux/sched.h


def kill_lineage(worker_pid: int, token: str) -> None:
    """Kills a worker and all its processes but this one. POSIX only.

    The caller's process must be older than all that the worker has started.

    Args:
        worker_pid: The worker's process, which leads its session.
        token: The worker's secret; empty when it has none.
    """
    if sys.platform == "win32":
        return
    kill_descendants(worker_pid)  # first: after its end it is no longer their parent
    _kill(os.kill, worker_pid)
    _kill(os.killpg, worker_pid)
    for _ in range(_ROUNDS):
        # Repeat until a round finds none: a process may fork before it is killed.
        is_done = True
        for pid in _all_pids():
            belongs = _belongs(pid, worker_pid, token)
            if belongs:
                _kill(os.kill, pid)
            if belongs is not False:
                is_done = False
        if is_done:
            return
        time.sleep(_BETWEEN_ROUNDS_S)  # noqa: TID251 - no event shows that all have gone


def kill_descendants(worker_pid: int, spare: int = 0) -> None:
    """Kills the descendants of a living process.

    Args:
        worker_pid: The process; neither it nor the caller's process is killed.
        spare: One more process that is not killed.
    """
    if not is_there(worker_pid):
        return  # its descendants have other parents by now
    children: dict[int, list[int]] = {}
    for pid in _all_pids():
        try:
            children.setdefault(int(_stat(pid)[_PARENT]), []).append(pid)
        except (OSError, ValueError, IndexError):
            continue  # it has gone
    found = [worker_pid]
    for pid in found:
        found += children.get(pid, ())
    for pid in found[1:]:
        if pid not in (os.getpid(), spare):
            _kill(os.kill, pid)


def is_there(pid: int) -> bool:
    """Returns whether a process exists, of any user, and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return _stat(pid)[_STATE] not in _ENDED  # ended, and its parent has not waited for it
    except (OSError, ValueError, IndexError):
        return not os.path.isdir("/proc/self")  # it has gone, or this is macOS


def _kill(how: Callable[[int, int], None], pid: int) -> None:
    if sys.platform == "win32":
        return
    try:
        how(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # it has gone, or is another user's


def _all_pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []  # macOS: killing the process group has to be enough


def _stat(pid: int) -> list[bytes]:
    """Returns the fields of proc(5) from the state on; raises OSError when it has gone."""
    with open(f"/proc/{pid}/stat", "rb") as stat:
        return stat.read().rpartition(b")")[2].split()


def _belongs(pid: int, worker_pid: int, token: str) -> bool | None:
    """Returns whether a process belongs to a worker; None while that is unknown."""
    if pid == os.getpid():
        return False
    try:
        stat = _stat(pid)
        if stat[_STATE] in _ENDED:
            return False
        if int(stat[_SESSION]) == worker_pid:
            return True
        with open(f"/proc/{pid}/environ", "rb") as file:
            environ = file.read()
        if environ or not token:
            return bool(token) and f"{TOKEN_VARIABLE}={token}".encode() in environ
        # The kernel has not yet set the environment of a program that is just starting; its parent
        # may have ended in the meantime.
        is_young = int(stat[_STARTED]) >= int(_stat(os.getpid())[_STARTED])
        is_program = not int(stat[_FLAGS]) & _KERNEL_THREAD
        return None if is_young and is_program else False
    except (OSError, ValueError, IndexError):
        return False  # gone, or another user's
