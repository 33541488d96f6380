"""Reading progress from a worker, which may send anything."""

from __future__ import annotations

from typing import Any

import pytest

from workers.base.events import Progress


def test_progress_is_read_from_a_message() -> None:
    message = {"stage": "Downloading", "fraction": 0.5, "detail": "a", "done_bytes": 7}
    assert Progress.read(message) == Progress("Downloading", 0.5, "a", 7)


@pytest.mark.parametrize("done_bytes", [-1, 1.5, "7", True, 2**60, None, [7]])
def test_invalid_bytes_are_dropped(done_bytes: Any) -> None:
    assert Progress.read({"stage": "x", "done_bytes": done_bytes}) == Progress("x")
