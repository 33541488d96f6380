"""Makes workers with faults."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from tests.faults.children.ways import NEXT_START_VARIABLE
from tests.support.patience import PATIENCE_S, until
from workers import VRAM_BUDGETS, GPUWorker, ToolWorker
from workers.base import paths
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu

#: Budget of all tools of a room: 1 GB on a GPU of 8 GB.
BUDGET = "tests_of_faults"
VRAM_BUDGETS[BUDGET] = (1.0, 1.0)
BUDGET_BYTES = 2**30
#: Limit for what must not happen.
HASTE_S = 0.3

BY_HAND = "tests.faults.children.by_hand"
TOOL = "tests.faults.children.tool"


class Room:
    """Makes workers, and stops them."""

    def __init__(self, folder: Path) -> None:
        self.supervisor = Supervisor(probe=FakeProbe(gpu(8.0)))
        self._folder = folder
        self._names = itertools.count(1)
        self._texts = itertools.count(1)
        self._gpu_workers: list[GPUWorker] = []

    def by_hand(self, *options: str) -> GPUWorker:
        """Makes a worker with its own implementation of the protocol; not started."""
        return self._gpu_worker(BY_HAND, options)

    def dispatched(self) -> GPUWorker:
        """Makes a worker with our own child side; not started."""
        return self._gpu_worker("workers.child", (TOOL,))

    def tool_worker(self) -> ToolWorker:
        """Makes a tool with our own child side and this room's supervisor."""
        name = f"tool{next(self._names)}"
        return ToolWorker(
            tool_name=name,
            tool_module=TOOL,
            vram_budget=BUDGET,
            output_subdir="faults",
            engine="faults",
            startup_timeout=PATIENCE_S,
            request_timeout=PATIENCE_S,
            idle_timeout=0,
            python_exe=sys.executable,
            env=self._environment(name),
            supervisor=self.supervisor,
        )

    def at_next_start(self, worker: GPUWorker | ToolWorker, way: str) -> None:
        """Selects the fault of a worker's next start; an empty text clears it."""
        path = Path(worker.env[NEXT_START_VARIABLE])
        if way:
            path.write_text(way, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)

    def is_misbehaving(self, worker: GPUWorker | ToolWorker) -> bool:
        """Returns whether a worker has reached the fault of its start."""
        return not Path(worker.env[NEXT_START_VARIABLE]).exists()

    def text(self) -> str:
        """Returns a unique text for a request."""
        return f"text {next(self._texts)}"

    def works(self, worker: GPUWorker) -> bool:
        """Starts a worker if necessary, and returns whether it answers correctly."""
        worker.startup_timeout = worker.request_timeout = PATIENCE_S
        worker.start()
        text = self.text()
        return worker.call({"text": text})["echo"] == text and worker.is_alive()

    def close(self) -> None:
        """Stops all workers, and checks that no reservations or process records are left."""
        for worker in self._gpu_workers:
            worker.stop(1.0)
        self._gpu_workers.clear()
        self.supervisor.stop_all()
        promised_bytes = self.supervisor.memory.ledger.reserved_bytes()
        self.supervisor.close()
        assert promised_bytes == 0, "ended workers still have reservations"
        folder = paths.state_dir() / "processes"
        until(lambda: not list(folder.glob("*")), "removing the records of ended processes")

    def _gpu_worker(self, module: str, options: tuple[str, ...]) -> GPUWorker:
        name = f"worker{next(self._names)}"
        worker = GPUWorker(
            name, module, PATIENCE_S, PATIENCE_S, env=self._environment(name), args=options
        )
        self._gpu_workers.append(worker)
        return worker

    def _environment(self, name: str) -> dict[str, str]:
        return {NEXT_START_VARIABLE: str(self._folder / f"{name}.next-start")}
