"""Fixtures of the tests of faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.room import Room
from tests.support.no_leftovers import no_leftovers

__all__ = ["no_leftovers", "room"]


@pytest.fixture
def room(tmp_path: Path, no_leftovers: None) -> Iterator[Room]:
    """Makes workers with faults."""
    room = Room(tmp_path)
    yield room
    room.close()
