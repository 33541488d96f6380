"""Spawning on Linux and macOS: a socket pair, a session of its own, and a guard."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

from workers.base.exit_status import ExitStatus
from workers.process.handle import ProcessHandle
from workers.process.launch import LaunchPlan

if sys.platform == "win32":
    msg = "workers.process.posix is not for Windows"
    raise ImportError(msg)

from workers.process.channel_sockets import SocketChannel


def spawn(
    plan: LaunchPlan, on_gone: Callable[[ExitStatus], None] | None = None
) -> tuple[ProcessHandle, SocketChannel]:
    """Starts a worker.

    One socket pair serves as its stdin and its stdout. A round trip takes half the time that it
    takes over two pipes.

    Raises:
        OSError: The interpreter can't be run.
    """
    ours, theirs = socket.socketpair()
    done, done_in_child = os.pipe()
    try:
        process = subprocess.Popen(
            plan.command,
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.PIPE,
            env=plan.environment,
            start_new_session=True,
            pass_fds=(done_in_child,),
        )
    except BaseException:
        ours.close()
        os.close(done)
        raise
    finally:
        theirs.close()
        os.close(done_in_child)
    handle = ProcessHandle(plan.name, process, SessionGroup(process, done), on_gone=on_gone)
    guard = {"parent_pid": os.getpid(), "done_fd": done_in_child}
    line = json.dumps({**plan.message, "guard": guard}).encode() + b"\n"
    try:
        ours.sendall(line)
    except OSError:
        pass  # it has ended already, which the reader notices
    return handle, SocketChannel(ours)


class SessionGroup:
    """A process, the session it leads, and their guard (:mod:`workers.child.guard`)."""

    def __init__(self, process: subprocess.Popen[bytes], done: int) -> None:
        self._process = process
        self._done: int | None = done

    def kill(self) -> None:
        """Kills all of its processes at once."""
        # The process leads its own group. The guard kills what has left the group.
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()

    def wait_gone(self, timeout_s: float) -> bool:
        """Waits for the guard to close the other end of ``done``, which it does last."""
        if self._done is None:
            return True
        poll = select.poll()
        poll.register(self._done, select.POLLIN)
        return bool(poll.poll(timeout_s * 1000))

    def close(self) -> None:
        """Closes our end of ``done``."""
        if self._done is not None:
            os.close(self._done)
            self._done = None
