"""A process that outlives the worker by a moment, to see that nothing else does.

The worker forks it before anything is imported. It waits for the end of the parent
or of the worker, whichever comes first, then kills the worker and everything the
worker has started, and ends. It needs nobody's cooperation: the worker may sit in a
C call that holds the interpreter lock, may have been killed, or may have started
processes in sessions of their own.

What belongs to the worker is told by its session, and on Linux also by a secret in
the environment that every descendant inherits. What has given up both, by a session
and an environment of its own, is found as a child's child, but only while the worker
lives: :func:`end_descendants` is for a worker that ends by itself. POSIX only: on
Windows a Job Object does all this.
"""

import errno
import os
import select
import signal
import sys
import time

#: Environment variable that carries the worker's secret to all its descendants.
TOKEN_VARIABLE = "ENGINEROOM_WORKER_TOKEN"
_ROUNDS = 50
_POLL_S = 0.1


_guard_pid = 0


def start(parent_pid: int, done_fd: int) -> None:
    """Fork the guard of this process. Called once, before any thread exists.

    Args:
        parent_pid: The process whose end must end this one.
        done_fd: Write end of a pipe; its closing tells the parent that nothing of
            this worker is left. Only the guard keeps it.
    """
    worker_pid = os.getpid()
    token = os.environ.get(TOKEN_VARIABLE, "")
    os.set_inheritable(done_fd, False)
    watched = _open_watches((parent_pid, worker_pid))
    if os.getppid() != parent_pid:
        os._exit(0)  # it died before it could be watched
    try:
        forked = os.fork()
    except OSError as error:
        sys.stderr.write("no guard for this worker: %s\n" % error)
        forked = -1
    if forked:
        global _guard_pid  # noqa: PLW0603 - a process has one guard
        _guard_pid = forked
        for descriptor in (done_fd, *watched.values()):
            os.close(descriptor)
        return
    try:
        _detach(keep=(done_fd, *watched.values()))
        _wait_for_an_end(watched, (parent_pid, worker_pid))
        _kill_all_of(worker_pid, token)
    finally:
        os._exit(0)


def _detach(keep) -> None:
    """Hold nothing of the worker's: its pipes must end when it ends."""
    os.setpgid(0, 0)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    for descriptor in _open_descriptors():
        if descriptor > 2 and descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                pass  # the one that listed them


def _open_descriptors():
    """Those that are open: trying all that might be takes minutes where the limit is high."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return [int(name) for name in os.listdir(folder)]
        except OSError:
            continue
    return range(256)  # nothing has opened more so far


def _open_watches(pids):
    """A pidfd each, where the kernel has them (Linux 5.3); else nothing."""
    watches = {}
    if hasattr(os, "pidfd_open"):
        try:
            for pid in pids:
                watches[pid] = os.pidfd_open(pid)
        except OSError as error:
            if error.errno == errno.ESRCH:
                os._exit(0)  # the parent is gone already
            for descriptor in watches.values():
                os.close(descriptor)
            watches = {}
    return watches


def _wait_for_an_end(watches, pids) -> None:
    if watches:
        poll = select.poll()
        for descriptor in watches.values():
            poll.register(descriptor, select.POLLIN)
        poll.poll()
    elif hasattr(select, "kqueue"):
        queue = select.kqueue()
        events = [
            select.kevent(
                pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT
            )
            for pid in pids
        ]
        try:
            queue.control(events, 1)
        except OSError:
            return  # one of them has gone already
    else:
        while all(_is_there(pid) for pid in pids):
            time.sleep(_POLL_S)


def _is_there(pid) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_descendants() -> None:
    """Kill what this process has started; for a worker that is about to end."""
    for pid in _descendants(os.getpid()):
        if pid != _guard_pid:
            _kill(os.kill, pid)


def _kill_all_of(worker_pid, token) -> None:
    """Kill the worker, its descendants, its session, and who else has its secret."""
    for pid in _descendants(worker_pid):  # while it lives: then it is no longer their parent
        _kill(os.kill, pid)
    _kill(os.kill, worker_pid)
    _kill(os.killpg, worker_pid)
    for _ in range(_ROUNDS):
        # Again until a round finds nobody: what we kill may have forked meanwhile.
        found = [pid for pid in _all_pids() if _belongs(pid, worker_pid, token)]
        for pid in found:
            _kill(os.kill, pid)
        if not found:
            return
        time.sleep(0.005)


def _kill(how, pid) -> None:
    try:
        how(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # it has gone, or was never ours


def _all_pids():
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []  # macOS: the process group must do


def _descendants(worker_pid):
    """All of them but this process; none once the worker has gone, which they outlive."""
    if not _is_there(worker_pid):
        return []
    children = {}
    for pid in _all_pids():
        try:
            children.setdefault(_stat(pid)[1], []).append(pid)
        except (OSError, ValueError, IndexError):
            continue  # gone meanwhile
    found = [worker_pid]
    for pid in found:
        found += children.get(pid, ())
    return [pid for pid in found[1:] if pid != os.getpid()]


def _stat(pid):
    """State, parent and session of a process; raises for one that has gone."""
    with open("/proc/%d/stat" % pid, "rb") as stat:
        fields = stat.read().rpartition(b")")[2].split()
    return fields[0], int(fields[1]), int(fields[3])


def _belongs(pid, worker_pid, token) -> bool:
    if pid == os.getpid():
        return False
    try:
        state, _, session = _stat(pid)
        if state in (b"Z", b"X"):
            return False
        if session == worker_pid:
            return True
        with open("/proc/%d/environ" % pid, "rb") as environ:
            return bool(token) and ("%s=%s" % (TOKEN_VARIABLE, token)).encode() in environ.read()
    except (OSError, ValueError, IndexError):
        return False  # gone, or another user's
