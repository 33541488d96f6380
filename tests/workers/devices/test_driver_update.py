"""A driver that is exchanged while the program runs, its library with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn

READER = """
import sys
from tests.workers.devices.conftest import SetClock
from workers.devices.nvml import NvmlProbe
clock = SetClock()
probe = NvmlProbe(clock=clock)
for line in sys.stdin:
    clock.time_s += 10
    print(*(gpu.used_bytes for gpu in probe.read()), flush=True)
"""


@pytest.fixture
def read(nvml_standin: NvmlStandIn) -> Iterator[Callable[[], list[int]]]:
    """Read in a program of its own, ten seconds after the last time."""
    reader = subprocess.Popen(
        [sys.executable, "-c", READER],
        env={**os.environ, **nvml_standin.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin
    assert reader.stdout
    asks, answers = reader.stdin, reader.stdout

    def ask() -> list[int]:
        print(file=asks, flush=True)
        line = answers.readline()
        assert line, "it died"
        return [int(used) for used in line.split()]

    yield ask
    reader.kill()
    reader.communicate()


def test_new_library_is_loaded_without_a_restart(
    nvml_standin: NvmlStandIn, read: Callable[[], list[int]]
) -> None:
    nvml_standin.set_unlisted(GIB)
    assert read() == [GIB]
    for number in (1, 2, 3):
        nvml_standin.set_unlisted(number * GIB)
        nvml_standin.update_driver(f"580.{number}")
        assert read() == [number * GIB]


def test_update_that_takes_a_while(
    nvml_standin: NvmlStandIn, nvml_standin_library: Path, read: Callable[[], list[int]]
) -> None:
    nvml_standin.set_unlisted(GIB)
    assert read() == [GIB]
    nvml_standin.update_driver("590.1")
    target = nvml_standin_library.readlink()
    nvml_standin_library.unlink()
    assert read() == [], "the old library does not fit, and there is no new one yet"
    nvml_standin_library.symlink_to(target)
    assert read() == [GIB]


def test_driver_whose_library_is_not_there_yet_is_looked_for_again(
    nvml_standin: NvmlStandIn, nvml_standin_library: Path, read: Callable[[], list[int]]
) -> None:
    nvml_standin.update_driver("600.1")
    old = nvml_standin_library.readlink()
    assert read() == [0]
    nvml_standin.update_driver("600.2")
    new = nvml_standin_library.readlink()
    nvml_standin_library.unlink()
    nvml_standin_library.symlink_to(old)
    for _ in range(3):
        assert read() == []
    nvml_standin_library.unlink()
    nvml_standin_library.symlink_to(new)
    assert read() == [0]
