"""A machine whose GPUs' figures follow what real workers hold, and the engines on it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.memory.truth import Truth
from tests.support.nvml_standin import GIB, NvmlStandIn, build_library
from tests.support.tool_room import Room, until
from workers.devices.nvml import NvmlProbe
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.tool.tool_worker import ToolWorker

#: How soon a driver that has vanished is looked for again.
_RETRY_S = 0.01


class Machine:
    """One GPU of 8 GB at first. Its children take what their scripts say.

    Attributes:
        truth: What they hold, whatever the program believes.
        gpus: The stand-in for the driver.
        room: Gates, supervisors, and the end of them all.
    """

    def __init__(self, room: Room, gpus: NvmlStandIn) -> None:
        """Args: room: Ends what is made here. gpus: The driver."""
        self.room = room
        self.gpus = gpus
        self.truth = Truth(gpus)
        self._supervisor: Supervisor | None = None

    @property
    def supervisor(self) -> Supervisor:
        """The latest one, which reads this machine's GPUs."""
        return self._supervisor or self.supervise()

    def supervise(self, **options: Any) -> Supervisor:
        """Have a supervisor of these parts from now on."""
        options.setdefault("probe", NvmlProbe(retry_s=_RETRY_S))
        self._supervisor = self.room.supervise(**options)
        return self._supervisor

    def watch_closely(self) -> None:
        """Have workers measured every few milliseconds while they are used, not every second."""
        self.supervise(watch_s=0.002)

    @property
    def readings(self) -> int:
        """How often this process has read a GPU's memory."""
        return self.gpus.calls("nvmlDeviceGetMemoryInfo_v2")

    def wait_for_readings(self, count: int = 3) -> None:
        """Wait until the GPU was read so many times more."""
        before = self.readings
        until(lambda: self.readings >= before + count)

    def put_in(self, *totals_gb: float) -> None:
        """Have GPUs of these sizes, in GB, instead of those that were there."""
        self.gpus.set_devices(*(int(total * GIB) for total in totals_gb))

    def another_program_takes(self, gigabytes: float, device: int = 0) -> None:
        """Let programs that are not ours hold so much of a GPU, and no more."""
        self.gpus.set_unlisted(int(gigabytes * GIB), device)

    def engine(
        self, name: str, gb: float, holds: float | None = None, load: Any = None, **options: Any
    ) -> ToolWorker:
        """An engine with a budget of its own.

        Args:
            name: The tool's.
            gb: What it is declared to need.
            holds: What it takes at its load, on the GPU that it is started for; as much
                as it is declared to need when None.
            load: Further steps of its load, as ``tool_actor`` has them.
            options: As for ``ToolWorker``.
        """
        script = {"hold_here_gb": gb if holds is None else holds, **(load or {})}
        budget = self.room.declare(f"{name}'s budget", gb)
        options = {"supervisor": self.supervisor, "vram_budget": budget, **options}
        return self.room.tool(name, load=script, **options)


def alive(*tools: ToolWorker) -> list[str]:
    """Names of those that run."""
    return [tool.tool_name for tool in tools if tool.is_alive()]


@contextlib.contextmanager
def machine_of_its_own() -> Iterator[Machine]:
    """A machine outside of pytest; for a process that needs no real driver any more."""
    import pynvml

    with tempfile.TemporaryDirectory(prefix="engineroom-memory-") as name:
        folder = Path(name)
        (folder / "nvml").mkdir()
        gpus = NvmlStandIn(build_library(folder), folder / "nvml")
        pynvml.nvmlLib = gpus.load()
        os.environ |= {"ENGINEROOM_HOME": name, "NVML_STANDIN_DIR": str(folder / "nvml")}
        room = Room(VRAM_BUDGETS.__setitem__)
        yield Machine(room, gpus)
        room.close()
