"""What the tests of memory share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.memory.machine import Machine
from tests.support.no_leftovers import no_leftovers
from tests.support.nvml_standin import NvmlStandIn
from tests.support.nvml_standin.fixtures import nvml_standin, nvml_standin_library
from tests.support.tool_room import Room, room

__all__ = ["no_leftovers", "nvml_standin", "nvml_standin_library", "room"]


@pytest.fixture
def machine(no_leftovers: None, room: Room, nvml_standin: NvmlStandIn) -> Iterator[Machine]:
    """One GPU of 8 GB; everything on it is stopped with the test."""
    yield Machine(room, nvml_standin)
    room.close()  # before the stand-in goes
