"""Fixtures with audio devices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.sound import PacedDevice, RemotePlayer
from tests.support.sound.fixtures import paced_device, portaudio, private_pulse

__all__ = ["paced_device", "player", "portaudio", "private_pulse"]


@pytest.fixture
def player(paced_device: PacedDevice) -> Iterator[RemotePlayer]:
    """A player whose default device is the paced one."""
    with RemotePlayer(paced_device.environment) as player:
        yield player
