"""Workers over two pipes, as on Windows, on any POSIX system."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable

from workers.base.exit_status import ExitStatus
from workers.process.channel_pipes import PipeChannel
from workers.process.handle import ProcessHandle
from workers.process.launch import LaunchPlan
from workers.process.posix import SessionGroup


def spawn(
    plan: LaunchPlan, on_gone: Callable[[ExitStatus], None] | None = None
) -> tuple[ProcessHandle, PipeChannel]:
    """Starts a worker as ``workers.process.posix.spawn`` does, but over two pipes."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    done, done_in_child = os.pipe()
    process = subprocess.Popen(
        plan.command,
        stdin=theirs_in,
        stdout=theirs_out,
        stderr=subprocess.PIPE,
        env=plan.environment,
        start_new_session=True,
        pass_fds=(done_in_child,),
    )
    for descriptor in (theirs_in, theirs_out, done_in_child):
        os.close(descriptor)
    handle = ProcessHandle(plan.name, process, SessionGroup(process, done), on_gone=on_gone)
    channel = PipeChannel(io.FileIO(ours_in, "rb"), io.FileIO(ours_out, "wb"), name=plan.name)
    guard = {"parent_pid": os.getpid(), "done_fd": done_in_child}
    channel.send({**plan.message, "guard": guard}, 10.0)
    return handle, channel
