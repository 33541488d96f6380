"""The stand-in's figures follow real children, which say what they hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from workers.gpu.nvml import NvmlProbe

HOLDER = """
import sys
from tests.support.nvml_standin.declare import hold
for line in sys.stdin:
    hold(*map(int, line.split()))
    print(flush=True)
"""


class Holder:
    """A child that holds what it is told to."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self.process.pid

    def hold(self, used_bytes: int, device: int = 0) -> None:
        assert self.process.stdin
        assert self.process.stdout
        print(used_bytes, device, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "\n"

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def start_holder(nvml_standin: NvmlStandIn) -> Iterator[Callable[[], Holder]]:
    holders: list[Holder] = []

    def start() -> Holder:
        holders.append(Holder())
        return holders[-1]

    yield start
    for holder in holders:
        holder.close()


def used(probe: NvmlProbe, device: int = 0) -> int:
    return probe.read()[device].used_bytes


def test_children_fill_the_gpus(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, start_holder: Callable[[], Holder]
) -> None:
    nvml_standin.set_devices(8 * GIB, 8 * GIB)
    nvml_standin.set_unlisted(GIB)
    one, other = start_holder(), start_holder()
    one.hold(2 * GIB)
    other.hold(3 * GIB)
    other.hold(GIB, device=1)
    first, second = probe.read()
    assert first.free_bytes == 2 * GIB
    assert [(it.pid, it.used_bytes) for it in first.processes] == [
        (other.pid, 3 * GIB),
        (one.pid, 2 * GIB),
    ]
    assert [(it.pid, it.used_bytes) for it in second.processes] == [(other.pid, GIB)]
    other.hold(0)
    assert (used(probe, 0), used(probe, 1)) == (3 * GIB, GIB)


def test_killed_child_gives_back_before_it_is_reaped(
    probe: NvmlProbe, start_holder: Callable[[], Holder], until: Callable[..., None]
) -> None:
    holder = start_holder()
    holder.hold(GIB)
    assert used(probe) == GIB
    holder.process.kill()
    # Nobody has waited for it: it is a zombie, which holds no memory.
    until(lambda: used(probe) == 0)


def test_figures_lag_behind_an_exit(
    nvml_standin: NvmlStandIn,
    probe: NvmlProbe,
    start_holder: Callable[[], Holder],
    until: Callable[..., None],
) -> None:
    nvml_standin.set_lag(600_000)
    holder = start_holder()
    holder.hold(GIB)
    holder.close()
    for _ in range(3):
        (gpu,) = probe.read()
        assert gpu.used_bytes == GIB
        assert [it.pid for it in gpu.processes] == [holder.pid]
    nvml_standin.set_lag(1)
    until(lambda: used(probe) == 0)
    nvml_standin.set_lag(600_000)
    assert used(probe) == 0, "what has been given back stays so"


def test_another_program_reads_the_same(
    nvml_standin: NvmlStandIn, start_holder: Callable[[], Holder], probe: NvmlProbe
) -> None:
    start_holder().hold(GIB)
    nvml_standin.set_process(41, None)
    assert used(probe) == GIB
    nvml_standin.remove_process(41)
    assert len(probe.read()[0].processes) == 1
