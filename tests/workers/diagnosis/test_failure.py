"""A worker's failure, from the process to its snapshot."""

from __future__ import annotations

import os
import signal

import pytest

from tests.support.tool_room import Room, until
from workers.base.states import WorkerState
from workers.diagnosis.causes import Cause
from workers.diagnosis.failure import Failure
from workers.errors import WorkerCrash, WorkerTimeout
from workers.snapshot import WorkerSnapshot


def picture(room: Room) -> WorkerSnapshot:
    return room.supervisor.snapshot().workers[0]


def test_crash_is_reported_until_a_success(room: Room) -> None:
    lark = room.tool("lark")
    lark.start()
    pid = picture(room).pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    until(lambda: lark.state is WorkerState.CRASHED)
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.NATIVE_FAULT
    assert failure.outcome is not None
    assert "crashed in native code" in failure.sentence
    assert "SIGSEGV" in failure.sentence
    assert not failure.while_starting
    assert "error" not in lark.call({})
    assert picture(room).failure is None


def test_stalled_stream_is_reported_as_timeout(room: Room) -> None:
    lark = room.tool("lark")
    lark.start()
    lark.request_timeout = 0.2
    with pytest.raises(WorkerTimeout) as raised:
        next(lark.stream({"do": "hang"}))
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.TIMED_OUT
    assert failure.sentence == picture(room).last_error == str(raised.value)


def test_crash_during_a_stream_has_its_cause(room: Room) -> None:
    lark = room.tool("lark")
    lark.start()
    stream = lark.stream({"do": "hang"})
    pid = picture(room).pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    until(lambda: lark.state is WorkerState.CRASHED)
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.NATIVE_FAULT
    with pytest.raises(WorkerCrash):
        next(stream)


@pytest.mark.parametrize("is_stream", [False, True])
def test_our_own_kill_is_not_out_of_memory(room: Room, is_stream: bool) -> None:
    lark = room.tool("lark")
    lark.start()
    if is_stream:
        with pytest.raises(WorkerCrash):
            next(lark.stream({"do": "babble"}))
    else:
        assert lark.call({"do": "babble"})["transient"] is True
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.UNKNOWN
    assert "it sent a payload of -1 bytes and was killed" in failure.sentence
    assert "memory" not in failure.sentence


def test_failed_start_has_the_cause_of_the_library(room: Room) -> None:
    lark = room.tool(
        "lark",
        load={"raise": "CUDA error: no kernel image is available for execution on the device"},
    )
    assert "error" in lark.call({})
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.GPU_UNSUPPORTED
    assert any("no kernel image" in line for line in failure.stderr_tail)
    assert failure.while_starting


def test_undeclared_module_has_advice(room: Room) -> None:
    lark = room.tool("lark", load={"misses": "nowhere_to_be_found"})
    assert "error" in lark.call({})
    failure = picture(room).failure
    assert failure is not None
    assert failure.diagnosis.cause is Cause.MISSING_PACKAGE
    assert "add it to the entry's 'requirements'" in failure.advice


def test_stop_is_no_failure_and_refusal_gives_its_reason(room: Room) -> None:
    lark = room.tool("lark", gb=2.0)
    lark.start()
    lark.stop()
    assert picture(room).failure is None
    lark.vram_budget = room.declare("far_too_large", 80.0)
    assert "error" in lark.call({})
    failure = picture(room).failure
    assert failure is not None
    assert "It needs 80.00 GB" in failure.text


@pytest.mark.parametrize("error", [WorkerTimeout("lark was silent"), OSError("a defect")])
def test_sentence_repeats_no_clear_error(error: Exception) -> None:
    assert Failure.of(error, 1.0, has_cpu_mode=False).sentence == str(error)


def test_sentence_has_the_cause_before_the_error() -> None:
    tail = ("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",)
    error = WorkerCrash("lark died (exit=1)", stderr_tail=tail)
    failure = Failure.of(error, 1.0, has_cpu_mode=False)
    assert failure.diagnosis.cause is Cause.OUT_OF_GPU_MEMORY
    assert failure.sentence == "The engine ran out of GPU memory. (lark died (exit=1))"
    assert failure.diagnosis is failure.diagnosis, "it is made sense of once"
