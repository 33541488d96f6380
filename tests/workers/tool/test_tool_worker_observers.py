"""Callbacks run outside every lock, and may do anything without harm to others."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.support.tool_room import PATIENCE_S, BackgroundCall, Events, Room, reload_as
from workers.tool.tool_worker import ToolWorker


def on(event: str, react: Callable[[], object], times: int = 1) -> Callable[[str, str], None]:
    """A callback that reacts to an event, so many times."""
    left = [times]

    def callback(_: str, happened: str) -> None:
        if happened == event and left[0]:
            left[0] -= 1
            react()

    return callback


def test_callback_may_ask_the_worker_that_has_just_spawned(room: Room) -> None:
    tool = room.tool()
    answers: list[object] = []
    tool.add_observer(on("spawned", lambda: answers.append(tool.call({"n": 1})["echo"])))
    assert BackgroundCall(lambda: tool.call({"n": 2})).result()["echo"] == {"n": 2}
    assert answers == [{"n": 1}]


def test_callback_may_stop_the_worker_that_has_just_spawned(room: Room) -> None:
    tool = room.tool()
    events = Events()
    tool.add_observer(on("spawned", tool.stop))
    tool.add_observer(events)
    answer = BackgroundCall(lambda: tool.call({})).result()
    assert answer["transient"] is True
    assert events.names == ["spawned", "stopped"]
    assert "error" not in BackgroundCall(lambda: tool.call({})).result()


def test_callback_may_ask_again_after_a_failed_start(room: Room) -> None:
    tool = room.tool(load={"exit": 1})
    answers: list[dict[str, object]] = []

    def retry() -> None:
        reload_as(tool)
        answers.append(tool.call({}))

    tool.add_observer(on("crashed", retry))
    assert "startup failed" in BackgroundCall(lambda: tool.call({})).result()["error"]
    assert "error" not in answers[0]


def test_callback_may_ask_again_after_a_crash(room: Room) -> None:
    tool = room.tool()
    answers: list[dict[str, object]] = []
    tool.add_observer(on("crashed", lambda: answers.append(tool.call({}))))
    assert BackgroundCall(lambda: tool.call({"do": "exit"})).result()["transient"] is True
    assert "error" not in answers[0]


def test_callback_may_start_the_worker_that_was_stopped(room: Room) -> None:
    tool = room.tool()
    tool.add_observer(on("stopped", tool.start))
    tool.call({})
    BackgroundCall(tool.stop).result()
    assert tool.is_alive()


def test_callback_may_ask_the_worker_that_was_just_evicted(room: Room) -> None:
    """The start waits for its turn, and the start that evicted the worker goes on."""
    old, new = room.tool("old", gb=5.0), room.tool("new", gb=5.0)
    done = threading.Event()

    def call_back() -> None:
        answers.append(old.call({}))
        done.set()

    answers: list[dict[str, object]] = []
    old.call({})
    old.add_observer(on("stopped", call_back))
    assert "error" not in BackgroundCall(lambda: new.call({})).result()
    assert done.wait(PATIENCE_S)
    assert "error" not in answers[0]


def test_callback_may_make_room_when_a_worker_was_evicted(room: Room) -> None:
    supervisor = room.supervisor
    old, new = room.tool("old", gb=5.0), room.tool("new", gb=5.0)
    done = threading.Event()

    def make_room() -> None:
        supervisor.memory.keyed.make_room(2**30)
        done.set()

    old.call({})
    supervisor.add_observer(on("stopped", make_room))
    assert "error" not in BackgroundCall(lambda: new.call({})).result()
    assert done.wait(PATIENCE_S)


def test_callback_may_add_and_remove_observers(room: Room) -> None:
    tool = room.tool()
    late = Events()

    def swap(_: str, __: str) -> None:
        tool.remove_observer(swap)
        tool.add_observer(late)

    tool.add_observer(swap)
    tool.call({})
    tool.stop()
    assert late.names == ["stopped"]


def test_removed_observer_misses_the_rest_of_the_same_event(room: Room) -> None:
    tool = room.tool()
    removed = Events()
    tool.add_observer(lambda *_: tool.remove_observer(removed))
    tool.add_observer(removed)
    tool.call({})
    assert removed.names == []


def test_failing_callback_does_no_harm(room: Room) -> None:
    tool = room.tool()
    events = Events()

    def fail(_: str, event: str) -> None:
        raise RuntimeError(event)

    tool.add_observer(fail)
    room.supervisor.add_observer(fail)
    tool.add_observer(events)
    assert "error" not in tool.call({})
    tool.call({"do": "exit"})
    reload_as(tool, exit=1)
    tool.call({})
    reload_as(tool)
    tool.call({})
    tool.stop()
    assert events.names == ["spawned", "crashed", "crashed", "spawned", "stopped"]


def test_blocking_callback_delays_no_request(room: Room) -> None:
    tool, other = room.tool(), room.tool("other")
    entered, go_on = threading.Event(), threading.Event()

    def block() -> None:
        entered.set()
        assert go_on.wait(PATIENCE_S)

    tool.add_observer(on("spawned", block))
    blocked = BackgroundCall(lambda: tool.call({"n": 1}))
    assert entered.wait(PATIENCE_S)
    assert tool.is_alive()
    assert BackgroundCall(lambda: tool.call({"n": 2})).result()["echo"] == {"n": 2}
    assert "error" not in BackgroundCall(lambda: other.call({})).result()
    BackgroundCall(tool.stop).result()
    assert not tool.is_alive()
    go_on.set()
    assert blocked.result()["transient"] is True


def test_events_of_a_blocked_observer_come_later_in_their_order(room: Room) -> None:
    tool = room.tool()
    events = Events()
    entered, go_on = threading.Event(), threading.Event()

    def block() -> None:
        entered.set()
        assert go_on.wait(PATIENCE_S)

    tool.add_observer(on("spawned", block))
    tool.add_observer(events)
    blocked = BackgroundCall(lambda: tool.call({}))
    assert entered.wait(PATIENCE_S)
    BackgroundCall(tool.stop).result()
    BackgroundCall(lambda: tool.call({})).result()
    assert events.names == []
    go_on.set()
    blocked.result()
    assert events.names == ["spawned", "stopped", "spawned"]


def test_observer_added_twice_is_notified_once(room: Room) -> None:
    tool: ToolWorker = room.tool()
    events = Events()
    tool.add_observer(events)
    tool.add_observer(events)
    tool.call({})
    assert events.names == ["spawned"]
    tool.remove_observer(events)
    tool.remove_observer(events)
    tool.stop()
    assert events.names == ["spawned"]
