"""What a picture shows of a worker's memory, by where it was sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.support.tool_room import Room
from workers.testing import FakeProbe, gpu


@pytest.mark.parametrize(
    ("options", "declared_gb"),
    [
        ({"gb": 2.0}, 2),
        ({"gb": 2.0, "device": "cpu"}, None),
        ({"gb": 80.0, "cpu_mode": True}, None),
    ],
    ids=["on the GPU", "fixed to the CPU", "no GPU has room"],
)
def test_declared_size_counts_only_where_it_was_promised(
    room: Room, options: dict[str, Any], declared_gb: int | None
) -> None:
    room.tool("lark", **options).start()
    (picture,) = room.supervisor.snapshot().workers
    source = None if declared_gb is None else "declared"
    held = None if declared_gb is None else declared_gb * 2**30
    assert (picture.memory_bytes, picture.memory_source) == (held, source)
    assert picture.ram_bytes


def test_worker_without_a_gpu_has_only_ram_figures(room: Room) -> None:
    room.supervise(FakeProbe(replace(gpu(8.0), uuid="system", kind="system", backend="cpu")))
    room.tool("lark", gb=2.0).start()
    (picture,) = room.supervisor.snapshot().workers
    assert (picture.memory_bytes, picture.memory_source) == (None, None)
    assert picture.ram_bytes
