"""What the tests of readings share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.nvml_standin import NvmlStandIn
from tests.support.nvml_standin.fixtures import nvml_standin, nvml_standin_library
from workers.devices import power
from workers.devices.nvml import NvmlProbe

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


class Kernel:
    """Stand-in for the kernel's power states of PCI devices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def say(self, bus_id: str, status: str, *, control: str = "auto") -> None:
        power = self.folder / bus_id / "power"
        power.mkdir(parents=True, exist_ok=True)
        (power / "runtime_status").write_text(f"{status}\n", encoding="ascii")
        (power / "control").write_text(f"{control}\n", encoding="ascii")


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    folder = tmp_path / "devices"
    monkeypatch.setattr(power, "PCI_DEVICES", folder)
    return Kernel(folder)


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
