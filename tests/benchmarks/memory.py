"""How soon memory is planned with, and promised again: ``python -m tests.benchmarks.memory``.

Real processes on a stand-in for NVIDIA's driver, whose figures follow them. Linux, with a
C compiler. Run it on an idle machine.

The 5 s of Ollama stand in its ``server/sched.go``, ``waitForVRAMRecovery``: it waits for what
has crashed by a baseline from after the crash, so that nothing comes back until the time is
up; what it unloads itself it looks for every 250 ms.
"""

from __future__ import annotations

import argparse
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tests.benchmarks.figures import machine, median_and_99th, table, timed
from tests.memory.machine import Machine, machine_of_its_own
from tests.support.tool_room import PATIENCE_S, BackgroundCall, until
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import DeviceProbe, DeviceReading, ProcessMemory
from workers.memory.admission import plan_start
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.plan import Evict
from workers.tool.tool_worker import ToolWorker

_GB = 2**30
_REGISTERED = 1000
_RUNNING = 8


class Spawns:
    """When this process last began to spawn another."""

    def __init__(self) -> None:
        """Hear of every spawn from now on, for as long as this process lives."""
        self.last_at = 0.0
        sys.addaudithook(self._note)

    def _note(self, event: str, _: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen":
            self.last_at = time.perf_counter()


class Exit(threading.Thread):
    """Sees when a process has ended, waited for or not."""

    def __init__(self, pid: int) -> None:
        """Watch a process that runs."""
        super().__init__(daemon=True)
        self._descriptor = os.pidfd_open(pid)
        self._at = 0.0
        self.start()

    def run(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        poll.poll(PATIENCE_S * 1000)
        self._at = time.perf_counter()

    def at(self) -> float:
        """When, by ``time.perf_counter``."""
        self.join(PATIENCE_S)
        os.close(self._descriptor)
        return self._at


class Still:
    """A probe that can be had to say again and again what it has said last, at no cost."""

    def __init__(self, probe: DeviceProbe) -> None:
        """Args: probe: Read until :meth:`hold`."""
        self._probe = probe
        self._held: tuple[DeviceReading, ...] | None = None

    def read(self) -> tuple[DeviceReading, ...]:
        """See :meth:`workers.devices.probe.DeviceProbe.read`."""
        return self._probe.read() if self._held is None else self._held

    def hold(self) -> None:
        """Read once more, and then no more."""
        self._held = self._probe.read()

    def close(self) -> None:
        """See :meth:`workers.devices.probe.DeviceProbe.close`."""
        self._probe.close()


def measure_decisions(machine: Machine, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of a dry run, which decides as a start does, with a reading and without."""
    machine.put_in(_RUNNING * 3.0)
    probe = Still(NvmlProbe())
    supervisor = machine.supervise(probe=probe)
    tools = [machine.engine(f"tool{n}", 3.0, idle_timeout=0) for n in range(_REGISTERED)]
    for tool in tools[:_RUNNING]:
        tool.start()
    new = tools[-1]
    assert isinstance(new.plan(), Evict)
    with_reading = [timed(new.plan) for _ in range(rounds)]
    probe.hold()
    without = [timed(new.plan) for _ in range(rounds)]
    supervisor.close()
    return with_reading, without


def measure_planner(rounds: int) -> list[float]:
    """Seconds of the planner alone, with a thousand workers running on one GPU."""
    device_state = crowded(_REGISTERED)
    assert isinstance(plan_start([device_state]), Evict)
    return [timed(lambda: plan_start([replace(device_state)])) for _ in range(rounds)]  # sums, too


def crowded(workers: int) -> DeviceState:
    """A GPU that so many workers fill, and a start that needs as much as three of them."""
    size = _GB // 16
    held = tuple(ProcessMemory(pid, size, None) for pid in range(workers))
    total = workers * size
    device = DeviceReading(0, "GPU-0", "GPU", "gpu", total, total, 0, held)
    return DeviceState(
        device,
        needed_bytes=3 * size,
        allocations=[
            Allocation(
                f"tool{n}",
                size,
                size,
                is_settled=True,
                is_worker=True,
                idle_s=float(n % 97),
                is_evictable=True,
                reload_s=float(n % 7),
            )
            for n in range(workers)
        ],
    )


def measure_swaps(machine: Machine, spawns: Spawns, rounds: int) -> Iterator[float]:
    """Seconds from the end of an idle worker to the spawn of the one it was stopped for."""
    machine.put_in(8.0)
    supervisor = machine.supervise()
    old, new = (machine.engine(name, 5.0, idle_timeout=0) for name in ("lark", "wren"))
    old.start()
    for _ in range(rounds):
        freed = Exit(_pid(old))
        new.start()
        yield spawns.last_at - freed.at()
        old, new = new, old
    supervisor.close()


def measure_crashes(machine: Machine, spawns: Spawns, rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds from the kill of a busy worker until its memory is promised, and spawned for."""
    machine.put_in(8.0)
    for number in range(rounds):
        supervisor = machine.supervise()  # one that has not seen anybody crash
        old, new = (
            machine.engine(f"{prefix}-{number}", 5.0, idle_timeout=0) for prefix in ("old", "new")
        )
        gate = machine.room.gate()
        busy = BackgroundCall(
            lambda old=old, port=gate.port: old.call({"do": "pass", "gate": port})
        )
        gate.wait_entered()
        waiting = BackgroundCall(new.start)
        until(lambda new=new: new.snapshot().progress)
        promised = Promised(new)
        killed_at = time.perf_counter()
        os.kill(_pid(old), signal.SIGKILL)
        promised_at = promised.at()
        waiting.result()
        busy.result()
        yield promised_at - killed_at, spawns.last_at - killed_at
        gate.let_pass()
        supervisor.close()


class Promised(threading.Thread):
    """Sees when a start is promised its memory."""

    def __init__(self, tool: ToolWorker) -> None:
        """Watch from now on."""
        super().__init__(daemon=True)
        self._tool = tool
        self._at = 0.0
        self.start()

    def run(self) -> None:
        ledger = self._tool._supervisor.memory.ledger
        until(lambda: ledger.find(self._tool.tool_name, self._tool.vram_budget))
        self._at = time.perf_counter()

    def at(self) -> float:
        """When, by ``time.perf_counter``; up to 2 ms late."""
        self.join(PATIENCE_S)
        return self._at


def _pid(tool: ToolWorker) -> int:
    pid = tool.snapshot().pid
    assert pid is not None
    return pid


def _row(what: str, samples: Sequence[float], aim: str, peer: str = "") -> list[str]:
    return [what, median_and_99th(samples), aim, peer]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=30, help="swaps, and crashes")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)  # the crashes are meant

    spawns = Spawns()
    with machine_of_its_own() as stand_in:
        with_reading, decisions = measure_decisions(stand_in, options.decisions)
        planner = measure_planner(options.decisions)
        swaps = list(measure_swaps(stand_in, spawns, options.rounds))
        crashes = list(measure_crashes(stand_in, spawns, options.rounds))

    print(machine())
    print("median / 99th percentile\n")
    registered = f"{_REGISTERED} registered, {_RUNNING} running"
    rows = [
        _row(f"decision, {registered}", decisions, "1 ms"),
        _row("the same with a reading of the stand-in", with_reading, ""),
        _row(f"planner alone, {_REGISTERED} running", planner, "1 ms"),
        _row("victim gone until next spawn", swaps, "20 ms", "up to 250 ms"),
        _row("crash until promised again", [delay_s for delay_s, _ in crashes], "50 ms", "5 s"),
        _row("crash until next spawn", [delay_s for _, delay_s in crashes], "", "5 s"),
    ]
    print(table(["", "engine room", "aim", "Ollama, by its source"], rows))


if __name__ == "__main__":
    main()
