"""Looking until something is so that nobody tells about."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest


def until(is_so: Callable[[], object], what: str = "what was expected") -> None:
    """Look every few milliseconds; fails after 20 s."""
    pause = threading.Event()
    for _ in range(10_000):
        if is_so():
            return
        pause.wait(0.002)
    pytest.fail(f"{what} did not come to be")
