"""Measurements of workers that come and go."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.support.tool_room import Room
from workers.devices.probe import ProcessMemory
from workers.memory.budgets import Budgets
from workers.memory.ledger import Ledger
from workers.memory.plan import Place
from workers.memory.usage import UsageTracker
from workers.process.gpu_worker import GPUWorker
from workers.testing import gpu

GIB = 2**30


class ReportingProcess(GPUWorker):
    """A process by its own word."""

    def __init__(self, pid: int) -> None:
        super().__init__("told", "unused")
        self._pid = pid

    @property
    def pid(self) -> int | None:
        return self._pid

    @property
    def reported_held_bytes(self) -> int | None:
        return 3 * GIB

    @property
    def reported_peak_bytes(self) -> int | None:
        return 3 * GIB


@pytest.fixture
def dead_pid() -> int:
    """Process ID of a process that has ended unnoticed."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_worker_that_dies_during_the_measurement_returns_its_memory(
    room: Room, dead_pid: int
) -> None:
    """The driver shows its memory for a moment longer."""
    share = ProcessMemory(dead_pid, 3 * GIB, None)
    device = replace(gpu(8.0, 3.0), processes=(share,))
    ledger, tool = Ledger(), room.tool("lark")
    tracker = UsageTracker(ledger, Budgets(None))
    promise = ledger.reserve("lark", "key", 3 * GIB, Place.on(device), tool)
    ledger.settle(promise, {dead_pid}, 3 * GIB, 3 * GIB, 0.0)
    ledger.accounts(device, 0.0)
    tracker.begin(promise, tool, ReportingProcess(dead_pid), 3 * GIB, 1.0)
    tracker.count_request(promise)
    tracker.measure([device])
    tracker.end(promise)
    ledger.release(promise, 1.0)
    assert ledger.accounts(device, 1.0).returning_bytes == 3 * GIB
