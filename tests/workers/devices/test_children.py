"""The stand-in's figures follow real children, which say what they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.support.nvml_standin.declare import hold_here
from workers.devices.nvml import NvmlProbe

HOLDER = """
import sys
from tests.support.nvml_standin import declare
hold = getattr(declare, sys.argv[1])
for line in sys.stdin:
    hold(*map(int, line.split()))
    print(flush=True)
"""


class Holder:
    """A child that holds the given memory."""

    def __init__(self, function: str = "hold", env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, function],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self.process.pid

    def hold(self, used_bytes: int, *device: int) -> None:
        assert self.process.stdin
        assert self.process.stdout
        print(used_bytes, *device, file=self.process.stdin, flush=True)
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
    other.hold(GIB, 1)
    first, second = probe.read()
    assert first.free_bytes == 2 * GIB
    assert [(process.pid, process.used_bytes) for process in first.processes] == [
        (other.pid, 3 * GIB),
        (one.pid, 2 * GIB),
    ]
    assert [(process.pid, process.used_bytes) for process in second.processes] == [(other.pid, GIB)]
    other.hold(0)
    assert (used(probe, 0), used(probe, 1)) == (3 * GIB, GIB)


def test_killed_child_gives_back_before_it_is_reaped(
    probe: NvmlProbe, start_holder: Callable[[], Holder], until: Callable[..., None]
) -> None:
    holder = start_holder()
    holder.hold(GIB)
    assert used(probe) == GIB
    holder.process.kill()
    # It is a zombie until it is waited for, and holds no memory.
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
        assert [process.pid for process in gpu.processes] == [holder.pid]
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


@pytest.mark.parametrize(
    ("visible", "device"),
    [(None, 0), ("1", 1), ("GPU-00000001", 1), ("GPU-00000000,GPU-00000001", 0), ("", None)],
)
def test_child_holds_on_the_gpu_that_it_was_started_for(
    nvml_standin: NvmlStandIn, probe: NvmlProbe, visible: str | None, device: int | None
) -> None:
    nvml_standin.set_devices(8 * GIB, 8 * GIB)
    environment = {
        name: value for name, value in os.environ.items() if name != "CUDA_VISIBLE_DEVICES"
    }
    if visible is not None:
        environment["CUDA_VISIBLE_DEVICES"] = visible
    holder = Holder("hold_here", environment)
    try:
        holder.hold(GIB)
        expected = [GIB if index == device else 0 for index in range(2)]
        assert [gpu.used_bytes for gpu in probe.read()] == expected
    finally:
        holder.close()


def test_child_that_was_started_for_a_gpu_that_is_not_there_says_so(
    nvml_standin: NvmlStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-00000007")
    with pytest.raises(LookupError, match="GPU-00000007, and there are GPU-00000000"):
        hold_here(GIB)
