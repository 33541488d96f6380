"""Tools with faults: errors instead of exceptions, and no reservations left."""

from __future__ import annotations

import pytest

from tests.faults.catalog import End
from tests.faults.mix import read_tool_answer
from tests.faults.room import BUDGET_BYTES, HASTE_S, Room
from tests.support.patience import PATIENCE_S, until
from workers import ToolWorker
from workers.base.states import WorkerState

CRASHED = "{name} crashed: {name} died (exit=7): it ended with exit code 7"
SILENT = "{name} crashed: {name} gave no answer within 0.3 s and was killed"
START_CRASHED = "{name} worker startup failed: {name} died during startup (exit=7)"
START_SILENT = "{name} worker startup failed: {name} was not ready within 0.3 s and was killed"


@pytest.fixture
def tool(room: Room) -> ToolWorker:
    tool = room.tool_worker()
    assert works(room, tool)
    return tool


def works(room: Room, tool: ToolWorker) -> bool:
    """Sends a request; returns whether the tool answers and holds only its own reservation."""
    tool.startup_timeout = tool.request_timeout = PATIENCE_S
    text = room.text()
    answer = tool.call({"text": text})
    assert answer.get("echo") == text, answer
    return tool.is_alive() and room.supervisor.memory.ledger.reserved_bytes() == BUDGET_BYTES


def holds_nothing(room: Room, tool: ToolWorker) -> bool:
    assert tool.state is WorkerState.CRASHED
    assert not tool.is_alive()
    return room.supervisor.memory.ledger.reserved_bytes() == 0


@pytest.mark.parametrize(("way", "says"), [("exit:7", CRASHED), ("hang", SILENT)])
def test_crash_in_a_request_is_a_transient_error(
    room: Room, tool: ToolWorker, way: str, says: str
) -> None:
    tool.request_timeout = HASTE_S if way == "hang" else PATIENCE_S
    answer = tool.call({"do": [way]})
    assert answer["error"].startswith(says.format(name=tool.tool_name))
    assert answer["transient"] is True
    assert holds_nothing(room, tool)
    assert works(room, tool)


@pytest.mark.parametrize(("way", "says"), [("exit:7", START_CRASHED), ("hang", START_SILENT)])
def test_crash_during_startup_is_an_error(
    room: Room, tool: ToolWorker, way: str, says: str
) -> None:
    tool.stop()
    room.at_next_start(tool, way)
    tool.startup_timeout = HASTE_S if way == "hang" else PATIENCE_S
    answer = tool.call({})
    room.at_next_start(tool, "")
    assert answer["error"].startswith(says.format(name=tool.tool_name))
    assert "transient" not in answer
    assert holds_nothing(room, tool)
    assert works(room, tool)


def test_crash_between_requests_is_observed(room: Room, tool: ToolWorker) -> None:
    events: list[tuple[str, str]] = []
    tool.add_observer(lambda name, event: events.append((name, event)))
    tool.call({"do": ["exit_soon:7"]})
    until(lambda: events == [(tool.tool_name, "crashed")])
    assert holds_nothing(room, tool)
    assert works(room, tool)


def test_unreadable_answer_is_an_error(room: Room, tool: ToolWorker) -> None:
    answer = tool.call({"do": ["noise_everywhere"]})
    assert answer["error"].startswith(f"{tool.tool_name} worker error: ")
    assert "couldn't read the response" in answer["error"]
    assert "transient" not in answer
    until(lambda: read_tool_answer(tool.tool_name, tool.call({}))[0] is End.ANSWERED)
    assert works(room, tool)


@pytest.mark.parametrize("gigabytes", ["100000", "-1", "nan", "inf", "1e30"])
def test_impossible_memory_reading_is_ignored(room: Room, gigabytes: str) -> None:
    liar, other = room.tool_worker(), room.tool_worker()
    room.at_next_start(liar, f"claim_gb:{gigabytes}")
    assert works(room, liar)
    assert "echo" in other.call({})
    assert liar.is_alive()
    assert room.supervisor.memory.ledger.reserved_bytes() == 2 * BUDGET_BYTES
