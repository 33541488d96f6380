"""The fake clock of ``workers.testing``."""

from __future__ import annotations

import threading

from tests.support.tool_room import BackgroundCall, until
from workers.testing import FakeClock


def test_fake_clock_stands_still_until_advanced() -> None:
    clock = FakeClock(10.0)
    assert clock.now() == clock.now() == 10.0
    clock.advance(2.5)
    assert clock.now() == 12.5


def test_fake_clock_wakes_waiters_at_their_time() -> None:
    clock, condition = FakeClock(), threading.Condition()

    def wait() -> bool:
        with condition:
            return clock.wait(condition, 5.0)

    waiting = BackgroundCall(wait)
    until(lambda: clock._waiting)
    clock.advance(4.0)
    assert waiting.is_alive()
    clock.advance(1.0)
    assert waiting.result() is False


def test_fake_clock_distinguishes_notification_and_timeout() -> None:
    clock, condition = FakeClock(), threading.Condition()

    def wait() -> bool:
        with condition:
            return clock.wait(condition, None)

    waiting = BackgroundCall(wait)
    until(lambda: clock._waiting)
    with condition:
        condition.notify_all()
    assert waiting.result() is True


def test_fake_clock_does_not_miss_an_advance_before_the_wait() -> None:
    clock, condition = FakeClock(), threading.Condition()
    left_s = clock.now() + 5.0 - clock.now()
    advancing = threading.Thread(target=clock.advance, args=(5.0,))
    advancing.start()
    advancing.join()
    with condition:
        assert clock.wait(condition, left_s) is False
