"""What the tests of readings share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.support.nvml_standin import NvmlStandIn
from tests.support.nvml_standin.fixtures import nvml_standin, nvml_standin_library
from workers.gpu.nvml import NvmlProbe

__all__ = ["nvml_standin", "nvml_standin_library"]


class SetClock:
    """Shows the time it was set to; waiting on it takes real time."""

    def __init__(self) -> None:
        self.time_s = 1000.0

    def now(self) -> float:
        return self.time_s

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> bool:
        return condition.wait(timeout_s)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def probe(nvml_standin: NvmlStandIn, clock: SetClock) -> Iterator[NvmlProbe]:
    """The NVML probe against the stand-in; leaves no session open."""
    probe = NvmlProbe(clock=clock, retry_s=5.0)
    yield probe
    probe.close()
    assert nvml_standin.open_sessions() == 0


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Look until something is so; fails after 20 s."""

    def wait(is_so: Callable[[], object]) -> None:
        pause = threading.Event()
        for _ in range(4000):
            if is_so():
                return
            pause.wait(0.005)
        pytest.fail("it did not come to be within 20 s")

    return wait
