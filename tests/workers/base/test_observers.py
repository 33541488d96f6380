"""Observers get all events in order, one at a time."""

from __future__ import annotations

import threading

import pytest

from tests.support.tool_room import PATIENCE_S, BackgroundCall
from workers.base.observers import Observers


def test_observers_are_notified_in_order() -> None:
    observers: Observers[[int]] = Observers("lark")
    seen: list[tuple[str, int]] = []
    observers.add(lambda event: seen.append(("first", event)))
    observers.add(lambda event: seen.append(("second", event)))
    observers.publish(1)
    observers.publish(2)
    assert seen == []
    observers.deliver()
    assert seen == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_event_published_by_a_callback_comes_later() -> None:
    observers: Observers[[int]] = Observers("lark")
    seen: list[int] = []

    def publish_more(event: int) -> None:
        if event < 3:
            observers.publish(event + 1)
            observers.deliver()
        seen.append(event)

    observers.add(publish_more)
    observers.publish(1)
    observers.deliver()
    assert seen == [1, 2, 3]


def test_concurrent_events_are_complete_and_sequential() -> None:
    observers: Observers[[int]] = Observers("lark")
    lock = threading.Lock()  # held while publishing, as a tool's lock is: it makes the order
    inside = threading.Lock()
    published: list[int] = []
    seen: list[int] = []
    together = threading.Barrier(8)

    def look(event: int) -> None:
        assert inside.acquire(blocking=False)
        seen.append(event)
        inside.release()

    def publish(number: int) -> None:
        together.wait(PATIENCE_S)
        for turn in range(200):
            with lock:
                published.append(number * 1000 + turn)
                observers.publish(published[-1])
            observers.deliver()

    observers.add(look)
    threads = [BackgroundCall(lambda number=number: publish(number)) for number in range(8)]
    for thread in threads:
        thread.result()
    assert seen == published


def test_system_exit_passes_and_no_event_is_lost() -> None:
    """Ctrl-C can come at any instruction."""
    observers: Observers[[int]] = Observers("lark")
    seen: list[int] = []

    def interrupt(event: int) -> None:
        seen.append(event)
        if event == 1:
            raise KeyboardInterrupt

    observers.add(interrupt)
    observers.publish(1)
    observers.publish(2)
    with pytest.raises(KeyboardInterrupt):
        observers.deliver()
    observers.deliver()
    assert seen == [1, 2]
