"""A machine with one 8 GB GPU whose figures follow what real workers say they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.nvml_standin import NvmlStandIn
from tests.support.nvml_standin.fixtures import nvml_standin, nvml_standin_library
from tests.support.tool_room import Room
from workers.devices.nvml import NvmlProbe
from workers.memory.admission_queue import AdmissionQueue
from workers.supervisor import Supervisor
from workers.testing import FakeClock
from workers.tool.tool_worker import ToolWorker

__all__ = ["nvml_standin", "nvml_standin_library"]

MakeEngine = Callable[..., ToolWorker]


@pytest.fixture
def supervisor(room: Room, nvml_standin: NvmlStandIn) -> Iterator[Supervisor]:
    """Reads the stand-in through the real pynvml; looks for a lost driver at once."""
    supervisor = room.supervise(NvmlProbe(retry_s=0.01))
    yield supervisor
    supervisor.close()  # before the stand-in goes


@pytest.fixture
def engine(room: Room, supervisor: Supervisor) -> MakeEngine:
    """Makes tools that really take, as far as the driver reports it, what they declare."""

    def make(name: str, gb: float, holds: float | None = None, **script: Any) -> ToolWorker:
        load = {"hold_gb": gb if holds is None else holds, **script}
        return room.tool(name, gb=gb, load=load)

    return make


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where measured budgets are kept; neither it nor its folder is there."""
    return tmp_path / "state" / "vram.json"


@pytest.fixture
def clock() -> FakeClock:
    """Of the queue."""
    return FakeClock()


@pytest.fixture
def queue(clock: FakeClock) -> AdmissionQueue:
    """An empty queue."""
    return AdmissionQueue(clock, patience_s=100.0, ageing_s=10.0)
