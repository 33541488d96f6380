"""Spawning on Windows: two pipes, no window, and a Job Object."""

from __future__ import annotations

import ctypes
import io
import os
import subprocess
import sys
from collections.abc import Callable
from ctypes import wintypes

from workers.base.exit_status import ExitStatus
from workers.child import wire
from workers.process.channel import ChannelTimeout
from workers.process.channel_pipes import PipeChannel
from workers.process.handle import ProcessHandle
from workers.process.launch import LaunchPlan

if sys.platform != "win32":
    msg = "workers.process.windows is for Windows"
    raise ImportError(msg)

import msvcrt

from workers.process import windows_api as api
from workers.process.windows_job import Job

#: A pipe's capacity. Windows' default, 4 KiB, would cut a second of speech into 24 pieces.
_PIPE_BYTES = 2**16
#: Seconds to send the plan. It fits into the pipe, so this is for the rare other case.
_PLAN_SEND_S = 1.0


def spawn(
    plan: LaunchPlan, on_gone: Callable[[ExitStatus], None] | None = None
) -> tuple[ProcessHandle, PipeChannel]:
    """Starts a worker.

    Raises:
        OSError: The interpreter can't be run.
    """
    job = Job()
    theirs_in, ours_out = _pipe()
    ours_in, theirs_out = _pipe()
    try:
        process = _run(plan, theirs_in, theirs_out, job)
    except BaseException:
        os.close(ours_in)
        os.close(ours_out)
        job.close()
        raise
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    handle = ProcessHandle(plan.name, process, job, on_gone=on_gone)
    channel = PipeChannel(io.FileIO(ours_in, "rb"), io.FileIO(ours_out, "wb"), name=plan.name)
    try:
        channel.send({**plan.message, "guard": None}, _PLAN_SEND_S)
    except (wire.EndOfStream, ChannelTimeout):
        # It has ended already, or does not read: waiting for READY will show it.
        return handle, channel
    except BaseException:  # Ctrl-C
        handle.kill()
        channel.close()
        raise
    return handle, channel


def _run(plan: LaunchPlan, incoming: int, outgoing: int, job: Job) -> subprocess.Popen[bytes]:
    """Starts the interpreter inside the job.

    ``subprocess`` passes on these three handles and no others, also when workers start at the
    same time: a pipe ends only when no other process holds it.
    """
    process = subprocess.Popen(
        plan.command,
        stdin=incoming,
        stdout=outgoing,
        stderr=subprocess.PIPE,
        env=plan.environment,
        creationflags=subprocess.CREATE_NO_WINDOW | api.CREATE_SUSPENDED,
    )
    try:
        job.release_into(process.pid)
    except BaseException:
        with process:  # closes its pipe and waits for its end
            process.kill()
        raise
    return process


def _pipe() -> tuple[int, int]:
    """Creates a pipe that no child inherits; returns descriptors to read from and to write to."""
    read, write = wintypes.HANDLE(), wintypes.HANDLE()
    api.CreatePipe(ctypes.byref(read), ctypes.byref(write), None, _PIPE_BYTES)
    assert read.value is not None
    assert write.value is not None
    return (
        msvcrt.open_osfhandle(read.value, os.O_RDONLY | os.O_NOINHERIT),
        msvcrt.open_osfhandle(write.value, os.O_WRONLY | os.O_NOINHERIT),
    )
