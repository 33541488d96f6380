"""The two phases of an eviction, also when interrupted."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.support.interrupts import Interrupted, interrupted_once
from tests.support.tool_room import Events, Room, freeze, until
from tests.workers.memory.fake_user import FakeUser
from workers.base.parallel import for_all
from workers.base.states import WorkerState
from workers.memory.eviction import stop_workers

PATIENCE_S = 60.0


class Going(FakeUser):
    """A tool that logs its eviction."""

    def __init__(self, name: str, log: list[str], *, is_rescued: bool = False) -> None:
        super().__init__(name, is_idle=not is_rescued)
        self.log = log

    def begin_eviction(self) -> Callable[[], None] | None:
        self.log.append(f"{self.tool_name} begins")
        return (lambda: self.log.append(f"{self.tool_name} has gone")) if self.is_idle else None


def test_all_evictions_begin_before_the_first_wait() -> None:
    log: list[str] = []
    users = [Going(name, log) for name in ("lark", "wren")]
    stop_workers(users)
    assert log[:2] == ["lark begins", "wren begins"]
    assert set(log[2:]) == {"lark has gone", "wren has gone"}


def test_rescue_ends_an_eviction_but_begun_stops_complete() -> None:
    log: list[str] = []
    lark, wren = Going("lark", log), Going("wren", log, is_rescued=True)
    robin = Going("robin", log)
    stop_workers([lark, wren, robin])
    assert log == ["lark begins", "wren begins", "lark has gone"]


def test_interruption_between_the_phases_completes_begun_stops() -> None:
    class Interrupting(Going):
        def begin_eviction(self) -> Callable[[], None] | None:
            raise Interrupted

    log: list[str] = []
    lark, wren = Going("lark", log), Interrupting("wren", log)
    with pytest.raises(Interrupted):
        stop_workers([lark, wren])
    assert log == ["lark begins", "lark has gone"]


def test_interrupted_eviction_notifies_observers(room: Room) -> None:
    """Observers are notified although the start that needed the room is gone."""
    lark, events = room.tool("lark", gb=6.0), Events()
    lark.add_observer(events)
    lark.call({})
    freeze(lark)
    with (
        pytest.raises(Interrupted),
        interrupted_once(lambda: until(lambda: lark.state is WorkerState.STOPPING)),
    ):
        room.tool("wren", gb=6.0).call({})
    events.wait_for("stopped")
    assert events.names == ["spawned", "stopped"]
    assert room.supervisor.memory.ledger.reserved_bytes() == 0


def test_for_all_completes_when_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    start, done = threading.Thread.start, [threading.Event() for _ in range(3)]
    interruptions = [Interrupted()]

    def start_and_interrupt(thread: threading.Thread) -> None:
        start(thread)
        if interruptions:
            raise interruptions.pop()

    monkeypatch.setattr(threading.Thread, "start", start_and_interrupt)
    with pytest.raises(Interrupted):
        for_all(lambda event: event.set(), done)
    assert all(event.wait(PATIENCE_S) for event in done)
