"""Measures a reading of all devices: ``python -m tests.benchmarks.readings``.

The real ``pynvml`` calls a stand-in for NVIDIA's library, with two GPUs and thirty processes. The
stand-in reads a file at every call, so its part is also measured by itself. CPU time is that of the
reading thread.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pynvml

from tests.benchmarks.figures import machine, median_and_99th, table
from tests.support.nvml_standin import GIB, NvmlStandIn, build_library
from workers.devices.bounded_probe import BoundedProbe
from workers.devices.nvml import NvmlProbe
from workers.process.tree import cpu_seconds as processor_time
from workers.process.tree import resident_bytes, tree_pids

_SLEEPER = [sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '600'])"]


def cpu_seconds(action: Callable[[], object], count: int) -> list[float]:
    """Returns the CPU seconds of this thread for each of several calls."""
    samples: list[float] = []
    for _ in range(count):
        begun = time.thread_time()
        action()
        samples.append(time.thread_time() - begun)
    return samples


def wall_seconds(action: Callable[[], object], count: int) -> list[float]:
    """Returns the seconds that the caller waits, for each of several calls."""
    samples: list[float] = []
    for _ in range(count):
        begun = time.perf_counter()
        action()
        samples.append(time.perf_counter() - begun)
    return samples


def bare_calls() -> None:
    """Makes the library calls of a reading, and nothing else."""
    for index in range(2):
        handle = pynvml.nvmlDeviceGetHandleByIndex(index)
        pynvml.nvmlDeviceGetComputeRunningProcesses_v3(handle)
        pynvml.nvmlDeviceGetGraphicsRunningProcesses_v3(handle)
        pynvml.nvmlDeviceGetMemoryInfo(handle, version=pynvml.nvmlMemory_v2)


def measure(standin: NvmlStandIn, count: int, processes: int, workers: int) -> list[list[str]]:
    """Returns the rows of the table: name and figure."""
    standin.set_devices(24 * GIB, 24 * GIB)
    others = processes - workers
    children = [subprocess.Popen(["sleep", "600"], start_new_session=True) for _ in range(others)]
    children += [subprocess.Popen(_SLEEPER, start_new_session=True) for _ in range(workers)]
    ours = [child.pid for child in children[-workers:]]
    probe = NvmlProbe()
    bounded = BoundedProbe(NvmlProbe())
    try:
        for number, child in enumerate(children):
            standin.set_process(child.pid, GIB // 4, device=number % 2)
        probe.read()
        bounded.read()
        rows = {
            "one reading": cpu_seconds(probe.read, count),
            "of that, in the library": cpu_seconds(bare_calls, count),
            f"{workers} workers' process trees": cpu_seconds(
                lambda: [tree_pids(pid) for pid in ours], count
            ),
            f"{workers} workers' resident memory": cpu_seconds(
                lambda: [resident_bytes([pid]) for pid in ours], count
            ),
            f"{workers} workers' processor time": cpu_seconds(lambda: processor_time(ours), count),
            "one reading, as its caller waits for it": wall_seconds(bounded.read, count),
        }
    finally:
        probe.close()
        bounded.close()
        for child in children:
            os.killpg(child.pid, signal.SIGKILL)
        for child in children:
            child.wait()
    return [[name, median_and_99th(samples)] for name, samples in rows.items()]


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="readings; more is steadier")
    parser.add_argument("--processes", type=int, default=30, help="on both GPUs together")
    parser.add_argument("--workers", type=int, default=8, help="of these, ours")
    options = parser.parse_args(arguments)

    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder) / "room"
        room.mkdir()
        standin = NvmlStandIn(build_library(Path(folder)), room)
        pynvml.nvmlLib = standin.load()
        rows = measure(standin, options.count, options.processes, options.workers)
    print(machine())
    print(f"2 GPUs, {options.processes} processes; CPU time, median / 99th percentile\n")
    print(table(["", "CPU time"], rows))


if __name__ == "__main__":
    main()
