"""What the tests of faults share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Workers that may misbehave; nothing of them is left afterwards."""
    room = Room(tmp_path)
    yield room
    room.close()
