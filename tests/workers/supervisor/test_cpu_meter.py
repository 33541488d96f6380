"""Shares of the processor, of processes that really run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import IO

import pytest

from tests.support.patience import until
from workers.process.tree import cpu_seconds
from workers.supervisor.cpu_meter import CpuMeter

BURN = "import time\nprint(flush=True)\nwhile time.thread_time() < 600: pass"


@pytest.fixture
def burning() -> Iterator[int]:
    """A process that does nothing but compute."""
    process = subprocess.Popen([sys.executable, "-c", BURN], stdout=subprocess.PIPE)
    output: IO[bytes] | None = process.stdout
    assert output
    output.readline()
    yield process.pid
    process.kill()
    process.wait()
    output.close()


def test_share_covers_the_time_between_two_readings(burning: int) -> None:
    meter, before = CpuMeter(), cpu_seconds([burning])[burning]
    assert meter.percent(burning, [burning], 100.0) is None
    until(lambda: cpu_seconds([burning])[burning] > before + 0.1, timeout_s=60.0)
    percent = meter.percent(burning, [burning], 101.0)
    assert percent is not None
    assert 10.0 <= percent <= 100 * (cpu_seconds([burning])[burning] - before)
    assert meter.percent(burning, [burning], 101.4) == percent, "too soon for another look"


def test_new_children_count_and_ended_ones_do_not(burning: int) -> None:
    meter, own = CpuMeter(), os.getpid()
    meter.percent(own, [own], 100.0)
    taken = sum(cpu_seconds([burning]).values())
    with_child = meter.percent(own, [own, burning], 101.0)
    assert with_child is not None
    assert with_child >= 100 * taken
    without = meter.percent(own, [own], 102.0)
    assert without is not None
    assert without >= 0.0


def test_dropped_process_counts_as_new(burning: int) -> None:
    meter = CpuMeter()
    meter.percent(burning, [burning], 100.0)
    meter.keep([burning])
    assert meter.percent(burning, [burning], 101.0) is not None
    meter.keep([])
    assert meter.percent(burning, [burning], 102.0) is None
