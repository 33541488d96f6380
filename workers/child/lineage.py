"""What belongs to a worker: its descendants, its session, and who carries its secret.

By session a descendant is told whatever became of its parents; by the secret, on Linux,
also one with a session of its own. One that has given up both, by a session and an
environment of its own, is found as a child's child, but only while the worker lives.
Standard library only, as it runs in the engine's interpreter.
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
#: Where things stand in ``/proc/<pid>/stat``, counted from the state on (proc(5)).
_STATE, _PARENT, _SESSION, _FLAGS, _STARTED = 0, 1, 3, 6, 19
_ENDED = (b"Z", b"X")
_KERNEL_THREAD = 0x00200000  # PF_KTHREAD of linux/sched.h


def kill_lineage(worker_pid: int, token: str) -> None:
    """Kill a worker and all that belongs to it but this process. POSIX only.

    Called by a process that is older than all that the worker has started.

    Args:
        worker_pid: The worker's process, which leads its session.
        token: Its secret; empty when it has none.
    """
    if sys.platform == "win32":
        return
    kill_descendants(worker_pid)  # while it lives: then it is no longer their parent
    _kill(os.kill, worker_pid)
    _kill(os.killpg, worker_pid)
    for _ in range(_ROUNDS):
        # Again until a round finds nobody: what we kill may have forked meanwhile.
        is_done = True
        for pid in _all_pids():
            belongs = _belongs(pid, worker_pid, token)
            if belongs:
                _kill(os.kill, pid)
            if belongs is not False:
                is_done = False
        if is_done:
            return
        time.sleep(_BETWEEN_ROUNDS_S)  # noqa: TID251 - no event tells that all have gone


def kill_descendants(worker_pid: int, spare: int = 0) -> None:
    """Kill what a living process has started, and what that has.

    Args:
        worker_pid: The process; it is left alone, and so is this one.
        spare: One more that is left alone.
    """
    if not is_there(worker_pid):
        return  # its descendants outlive it, as somebody else's
    children: dict[int, list[int]] = {}
    for pid in _all_pids():
        try:
            children.setdefault(int(_stat(pid)[_PARENT]), []).append(pid)
        except (OSError, ValueError, IndexError):
            continue  # gone meanwhile
    found = [worker_pid]
    for pid in found:
        found += children.get(pid, ())
    for pid in found[1:]:
        if pid not in (os.getpid(), spare):
            _kill(os.kill, pid)


def is_there(pid: int) -> bool:
    """True when there is such a process, whosever it is, and it has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return _stat(pid)[_STATE] not in _ENDED  # ended, and nobody has looked yet
    except (OSError, ValueError, IndexError):
        return not os.path.isdir("/proc/self")  # it has gone, or this is macOS


def _kill(how: Callable[[int, int], None], pid: int) -> None:
    if sys.platform == "win32":
        return
    try:
        how(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # it has gone, or was never ours


def _all_pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []  # macOS: the process group must do


def _stat(pid: int) -> list[bytes]:
    """What proc(5) tells of a process, from its state on; raises for one that has gone."""
    with open(f"/proc/{pid}/stat", "rb") as stat:
        return stat.read().rpartition(b")")[2].split()


def _belongs(pid: int, worker_pid: int, token: str) -> bool | None:
    """Whether a process belongs to a worker; None while that cannot be told."""
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
        # A program that is just being started has none yet, for as long as it takes the
        # kernel to put it there; its starter may have ended meanwhile.
        is_young = int(stat[_STARTED]) >= int(_stat(os.getpid())[_STARTED])
        is_program = not int(stat[_FLAGS]) & _KERNEL_THREAD
        return None if is_young and is_program else False
    except (OSError, ValueError, IndexError):
        return False  # gone, or another user's
