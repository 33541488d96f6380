"""Measurements while workers run, and which of them read the driver."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.tool_room import Room
from workers.devices.probe import DeviceReading
from workers.testing import FakeProbe, gpu

GIB = 2**30


class CountingProbe(FakeProbe):
    """Counts what keeps a laptop's GPU awake."""

    readings = 0

    def read(self) -> tuple[DeviceReading, ...]:
        self.readings += 1
        return super().read()


@pytest.mark.parametrize(
    "options",
    [
        {"gb": 0.0},
        {"gb": 2.0, "device": "cpu"},
        {"gb": 80.0, "cpu_mode": True},
    ],
    ids=["needs nothing", "fixed to the CPU", "no GPU has room"],
)
def test_no_gpu_is_kept_awake_for_workers_on_the_cpu(room: Room, options: dict[str, Any]) -> None:
    probe = CountingProbe(gpu(8.0))
    memory = room.supervise(probe, reserve_bytes=GIB, watch_s=3600).memory
    assert "error" not in room.tool("lark", **options).call({})
    before = probe.readings
    assert not memory._watch(), "it goes on once there is something new"
    assert probe.readings == before


@pytest.mark.parametrize("options", [{"gb": 2.0}, {"vram_budget": "unheard of"}])
def test_workers_that_may_be_on_a_gpu_are_measured(room: Room, options: dict[str, Any]) -> None:
    probe = CountingProbe(gpu(8.0))
    memory = room.supervise(probe, reserve_bytes=GIB, watch_s=3600).memory
    room.tool("wren").call({})
    assert "error" not in room.tool("lark", **options).call({})
    before = probe.readings
    assert memory._watch()
    assert probe.readings > before
