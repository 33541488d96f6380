"""Waiting for something to happen, however busy the machine is."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import pytest

#: Limit in seconds for whatever must happen, on an idle machine. Reached only by a failing test.
PATIENCE_S = 60.0
_POLL_S = 0.002


def crowding() -> float:
    """Returns how many processes compete for each core, from 1 to 4.

    Beyond 4, the timeout of the test comes first.
    """
    if not hasattr(os, "getloadavg"):  # Windows
        return 1.0
    return min(4.0, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))


def comes_true(
    condition: Callable[[], object], *, timeout_s: float = PATIENCE_S, poll_s: float = _POLL_S
) -> bool:
    """Polls a condition; False if it isn't met in time.

    Args:
        condition: Becomes true.
        timeout_s: Limit on an idle machine; grows with the load.
        poll_s: Pause between two calls of the condition.
    """
    pause = threading.Event()
    waited_s, before = 0.0, time.monotonic()
    while not condition():
        if waited_s > timeout_s:
            return False
        pause.wait(poll_s)
        now = time.monotonic()
        waited_s += (now - before) / crowding()
        before = now
    return True


def until(
    condition: Callable[[], object],
    what: str = "what was expected",
    *,
    timeout_s: float = PATIENCE_S,
    poll_s: float = _POLL_S,
) -> None:
    """Polls a condition, and fails the test if it isn't met in time; see :func:`comes_true`."""
    if not comes_true(condition, timeout_s=timeout_s, poll_s=poll_s):
        pytest.fail(f"{what} didn't happen within {timeout_s:g} s")
