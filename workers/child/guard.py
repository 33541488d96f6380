"""The guard: a process that kills the worker's processes when the parent or the worker ends.

The worker forks it before anything is imported. It waits for the end of the parent or of the
worker, whichever comes first, then kills the worker and everything the worker has started, and
ends. It works without the worker's cooperation: the worker may be in a C call that holds the
interpreter lock, may have been killed, or may have started processes in sessions of their own.
POSIX only: on Windows a Job Object does all this.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import time

from workers.child import lineage

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

if sys.platform == "win32":
    raise ImportError("workers.child.guard is not for Windows")

_POLL_S = 0.1
_guard_pid = 0


def start(parent_pid: int, done_fd: int) -> None:
    """Forks the guard of this process. Called once, before any thread exists.

    Args:
        parent_pid: The process with which this one must end.
        done_fd: Write end of a pipe that only the guard keeps; it closes when no process of this
            worker is left.
    """
    worker_pid = os.getpid()
    token = os.environ.get(lineage.TOKEN_VARIABLE, "")
    os.set_inheritable(done_fd, False)  # noqa: FBT003 - its only parameter
    watches = _open_watches((parent_pid, worker_pid))
    if os.getppid() != parent_pid:
        os._exit(0)  # it died before it could be watched
    try:
        forked = os.fork()
    except OSError as error:
        sys.stderr.write(f"orphan protection unavailable: {error}")
        forked = -1
    if forked:
        global _guard_pid  # noqa: PLW0603 - a process has one guard
        _guard_pid = forked
        for descriptor in (done_fd, *watches):
            os.close(descriptor)
        return
    try:
        _detach(keep=(done_fd, *watches))
        _wait_for_an_end(watches, (parent_pid, worker_pid))
        lineage.kill_lineage(worker_pid, token)
    finally:
        os._exit(0)


def end_descendants() -> None:
    """Kills the descendants of this process, which is about to exit."""
    lineage.kill_descendants(os.getpid(), spare=_guard_pid)


def _detach(keep: Collection[int]) -> None:
    """Closes the worker's descriptors in the guard, so that its pipes end with the worker."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    for descriptor in _open_descriptors():
        if descriptor > 2 and descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                pass  # the descriptor of the listing itself


def _open_descriptors() -> Iterable[int]:
    """Returns open descriptors: trying all possible ones takes minutes where the limit is high."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return [int(name) for name in os.listdir(folder)]
        except OSError:
            continue
    return range(256)  # more than a process that has just started can have


def _open_watches(pids: Iterable[int]) -> list[int]:
    """Returns a pidfd for each process, where the kernel has them (Linux 5.3); else none."""
    watches: list[int] = []
    if sys.platform == "linux" and hasattr(os, "pidfd_open"):
        try:
            for pid in pids:
                watches.append(os.pidfd_open(pid))  # noqa: PERF401 - keep those opened before an error
        except OSError as error:
            if error.errno == errno.ESRCH:
                os._exit(0)  # the parent is gone already
            for descriptor in watches:
                os.close(descriptor)
            return []
    return watches


def _wait_for_an_end(watches: Iterable[int], pids: Iterable[int]) -> None:
    """Waits until one of the processes has ended."""
    if watches:
        poll = select.poll()
        for descriptor in watches:
            poll.register(descriptor, select.POLLIN)
        poll.poll()
    elif sys.platform == "darwin":
        queue = select.kqueue()
        events = [
            select.kevent(pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, fflags=select.KQ_NOTE_EXIT)
            for pid in pids
        ]
        try:
            queue.control(events, 1)
        except OSError:
            return  # one of them has gone already
    else:
        while all(lineage.is_there(pid) for pid in pids):
            time.sleep(_POLL_S)  # noqa: TID251 - an old kernel has no event for it
