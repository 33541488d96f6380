"""``ToolWorker.call`` starts the worker on demand, and always answers."""

from __future__ import annotations

import pytest

from tests.support.tool_room import BackgroundCall, Room, reload_as
from workers.base.states import WorkerState


def test_nothing_runs_before_the_first_request(room: Room) -> None:
    tool = room.tool()
    assert tool.state is WorkerState.STOPPED
    assert not tool.is_alive()
    assert tool.snapshot().pid is None
    assert tool.call({"text": "hello"})["echo"] == {"text": "hello"}
    assert tool.is_alive()
    assert tool.snapshot().pid is not None


def test_one_process_serves_all_requests(room: Room) -> None:
    tool = room.tool()
    assert len({tool.call({})["pid"] for _ in range(5)}) == 1


def test_variant_chooses_its_callbacks(room: Room) -> None:
    assert room.tool(variant="louder").call({})["variant"] == "louder"


def test_crash_is_answered_and_the_next_call_respawns(room: Room) -> None:
    tool = room.tool(name="lark")
    first = tool.call({})["pid"]
    answer = tool.call({"do": "exit", "code": 7})
    assert set(answer) == {"error", "transient"}
    assert answer["transient"] is True
    assert answer["error"].startswith("lark crashed: ")
    assert "exit=7" in answer["error"]
    assert tool.state is WorkerState.CRASHED
    assert not tool.is_alive()
    assert tool.call({})["pid"] != first


def test_time_out_is_answered_as_a_crash_and_the_next_call_respawns(room: Room) -> None:
    tool = room.tool(name="lark")
    first = tool.call({})["pid"]
    tool.request_timeout = 0.2
    answer = tool.call({"do": "hang"})
    assert set(answer) == {"error", "transient"}
    assert answer["transient"] is True
    assert answer["error"].startswith("lark crashed: ")
    assert "0.2 s" in answer["error"]
    assert not tool.is_alive()
    tool.request_timeout = 60.0
    assert tool.call({})["pid"] != first


def test_failed_start_is_answered_and_the_next_call_tries_again(room: Room) -> None:
    tool = room.tool(name="lark", load={"raise": "no weights"})
    answer = tool.call({})
    assert set(answer) == {"error"}
    assert answer["error"].startswith("lark worker startup failed: ")
    assert "exit=2" in answer["error"]
    assert "no weights" in answer["error"]
    assert tool.state is WorkerState.CRASHED
    reload_as(tool)
    assert "error" not in tool.call({})


def test_start_that_takes_too_long_is_answered(room: Room) -> None:
    gate = room.gate()
    tool = room.tool(name="lark", load={"gate": gate.port}, startup_timeout=0.3)
    answer = tool.call({})
    assert set(answer) == {"error"}
    assert answer["error"].startswith("lark worker startup failed: ")
    assert "0.3 s" in answer["error"]


def test_interpreter_that_is_not_there_is_a_failed_start(room: Room) -> None:
    tool = room.tool(name="lark", python_exe="/nowhere/python")
    answer = tool.call({})
    assert set(answer) == {"error"}
    assert answer["error"].startswith("lark worker startup failed: ")
    assert "/nowhere/python" in answer["error"]


def test_request_that_is_no_json_is_a_worker_error_and_the_worker_goes_on(room: Room) -> None:
    tool = room.tool(name="lark")
    first = tool.call({})["pid"]
    answer = tool.call({"text": object()})
    assert set(answer) == {"error"}
    assert answer["error"].startswith("lark worker error: ")
    assert tool.call({})["pid"] == first


def test_what_a_handler_raises_is_its_answer_and_the_worker_goes_on(room: Room) -> None:
    tool = room.tool()
    first = tool.call({})["pid"]
    answer = tool.call({"do": "raise", "why": "too long"})
    assert answer["error"] == "ValueError: too long"
    assert "transient" not in answer
    assert tool.call({})["pid"] == first


def test_concurrent_callers_share_one_process(room: Room) -> None:
    tool = room.tool()
    callers = [
        BackgroundCall(lambda number=number: tool.call({"n": number})) for number in range(16)
    ]
    answers = [caller.result() for caller in callers]
    assert [answer["echo"]["n"] for answer in answers] == list(range(16))
    assert len({answer["pid"] for answer in answers}) == 1


@pytest.mark.parametrize("request_", ["no mapping", 3, None])
def test_what_is_no_request_at_all_is_the_callers_mistake(room: Room, request_: object) -> None:
    tool = room.tool()
    with pytest.raises((TypeError, ValueError)):
        tool.call(request_)  # pyright: ignore[reportArgumentType]
    assert "error" not in tool.call({})
    assert tool.is_evictable()


def test_start_starts_without_a_request(room: Room) -> None:
    tool = room.tool()
    tool.start()
    assert tool.is_alive()
    pid = tool.snapshot().pid
    tool.start()
    assert tool.call({})["pid"] == pid
