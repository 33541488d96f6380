"""Observers get all events in order, one at a time."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any

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


def test_interrupted_delivery_does_not_stop_later_events() -> None:
    observers: Observers[[int]] = Observers("lark")
    seen: list[int] = []
    observers.add(seen.append)
    observers.publish(1)
    interrupt_at_each_line(observers)
    observers.publish(2)
    observers.deliver()
    assert seen[-1] == 2


def interrupt_at_each_line(observers: Observers[[int]]) -> None:
    """Interrupts one delivery at each line of :meth:`Observers.deliver`.

    Not where a ``with`` block is left, which comes to its first line again: the interpreter
    raises no exception of a signal there.
    """
    for number in range(30):
        lines: set[int] = set()

        def trace(
            frame: FrameType, event: str, _: object, *, last: int = number, lines: set[int] = lines
        ) -> Any:
            if frame.f_code.co_name != "deliver":
                return None
            is_new = event == "line" and frame.f_lineno not in lines
            lines.add(frame.f_lineno)
            if is_new and len(lines) > last:
                raise KeyboardInterrupt
            return trace

        observers.publish(1)
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            observers.deliver()
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)


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
