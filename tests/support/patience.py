"""Looking until something is so that nobody tells about."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

_LOOK_AGAIN_S = 0.002


def until(
    is_so: Callable[[], object], what: str = "what was expected", *, timeout_s: float = 20.0
) -> None:
    """Look every few milliseconds; fails after ``timeout_s``."""
    pause = threading.Event()
    for _ in range(int(timeout_s / _LOOK_AGAIN_S)):
        if is_so():
            return
        pause.wait(_LOOK_AGAIN_S)
    pytest.fail(f"{what} did not come to be")
