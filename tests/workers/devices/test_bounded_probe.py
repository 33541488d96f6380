"""Readings with a time limit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from workers.devices.bounded_probe import BoundedProbe
from workers.devices.nvml import NvmlProbe
from workers.devices.probe import DeviceReading

FOR_EVER_MS = 600_000
MEMORY = "nvmlDeviceGetMemoryInfo_v2"


def reading(used_bytes: int) -> DeviceReading:
    return DeviceReading(0, "uuid", "GPU", "gpu", 100, used_bytes, 100 - used_bytes)


class GatedProbe:
    """Shows ``used_bytes`` as it was when a reading began; each one waits for the gate."""

    def __init__(self) -> None:
        self.used_bytes = 0
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)
        self.readings = 0
        self.closed_by: threading.Thread | None = None

    def read(self) -> tuple[DeviceReading, ...]:
        used_bytes = self.used_bytes
        self.readings += 1
        self.begun.release()
        assert self.gate.wait(60)
        return (reading(used_bytes),)

    def close(self) -> None:
        assert self.closed_by is None
        self.closed_by = threading.current_thread()


@pytest.fixture
def gated() -> Iterator[GatedProbe]:
    probe = GatedProbe()
    yield probe
    probe.gate.set()


@pytest.fixture
def bounded(nvml_standin: NvmlStandIn) -> Iterator[BoundedProbe]:
    """Half a second of patience with the stand-in's driver; leaves no thread."""
    probe = BoundedProbe(NvmlProbe(), patience_s=0.5, first_patience_s=0.5)
    yield probe
    nvml_standin.hang("*", 0)
    nvml_standin.hang(MEMORY, 0)
    nvml_standin.hang("nvmlInitWithFlags", 0)
    probe.close()
    for thread in threading.enumerate():
        if thread.name == "engineroom-device-readings":
            thread.join(20)
    assert nvml_standin.open_sessions() == 0


def test_shows_what_the_driver_says(nvml_standin: NvmlStandIn, bounded: BoundedProbe) -> None:
    for used_bytes in (0, GIB, 2 * GIB):
        nvml_standin.set_unlisted(used_bytes)
        (gpu,) = bounded.read()
        assert (gpu.used_bytes, gpu.age_s) == (used_bytes, 0.0)


def test_hung_driver_blocks_no_caller(
    nvml_standin: NvmlStandIn, bounded: BoundedProbe, until: Callable[..., None]
) -> None:
    nvml_standin.set_unlisted(GIB)
    bounded.read()
    nvml_standin.set_unlisted(2 * GIB)
    nvml_standin.hang(MEMORY, FOR_EVER_MS)

    begun = time.monotonic()
    (first,) = bounded.read()
    waited_s = time.monotonic() - begun
    (second,) = bounded.read()

    assert waited_s < 10
    assert (first.used_bytes, second.used_bytes) == (GIB, GIB)
    assert 0.5 <= first.age_s < second.age_s
    assert nvml_standin.calls(MEMORY) == 2, "the overdue reading is not asked for again"

    nvml_standin.hang(MEMORY, 0)
    until(lambda: bounded.read()[0].age_s == 0.0)
    assert bounded.read()[0].used_bytes == 2 * GIB


def test_overdue_reading_is_not_waited_for(
    nvml_standin: NvmlStandIn, bounded: BoundedProbe
) -> None:
    bounded.read()
    nvml_standin.hang(MEMORY, FOR_EVER_MS)
    bounded.read()
    begun = time.monotonic()
    for _ in range(1000):
        bounded.read()
    # A thousand times half a second, if each of them waited.
    assert time.monotonic() - begun < 60


def test_driver_that_hangs_from_the_start_shows_nothing(
    nvml_standin: NvmlStandIn, bounded: BoundedProbe, until: Callable[..., None]
) -> None:
    nvml_standin.hang("nvmlInitWithFlags", FOR_EVER_MS)
    assert bounded.read() == ()
    nvml_standin.hang("nvmlInitWithFlags", 0)
    until(bounded.read)


def test_reading_began_after_it_was_asked_for(gated: GatedProbe) -> None:
    bounded = BoundedProbe(gated, patience_s=60, first_patience_s=60)
    answers: list[tuple[DeviceReading, ...]] = []
    early = threading.Thread(target=bounded.read)
    early.start()
    assert gated.begun.acquire(timeout=60)
    gated.used_bytes = 50

    late = [threading.Thread(target=lambda: answers.append(bounded.read())) for _ in range(16)]
    for thread in late:
        thread.start()
    gated.gate.set()
    for thread in [early, *late]:
        thread.join(60)
    bounded.close()

    assert answers == [(reading(50),)] * 16
    assert gated.readings < 2 + 16, "callers at the same moment share a reading"


def test_system_without_a_thread_to_give_is_asked_again(
    gated: GatedProbe, monkeypatch: pytest.MonkeyPatch
) -> None:
    gated.gate.set()
    bounded = BoundedProbe(gated)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            bounded.read()
    assert bounded.read() == (reading(0),)
    bounded.close()


def test_closing_ends_the_thread_that_closes_the_probe(gated: GatedProbe) -> None:
    gated.gate.set()
    bounded = BoundedProbe(gated)
    bounded.read()
    bounded.close()
    bounded.close()
    assert gated.closed_by
    assert not gated.closed_by.is_alive()
    assert bounded.read() == ()


def test_closing_does_not_wait_for_a_hung_driver(gated: GatedProbe) -> None:
    bounded = BoundedProbe(gated, patience_s=0.01, first_patience_s=0.01)
    bounded.read()
    bounded.close()
    assert gated.closed_by is None
    (thread,) = [
        each for each in threading.enumerate() if each.name == "engineroom-device-readings"
    ]
    gated.gate.set()
    thread.join(60)
    assert gated.closed_by is thread


def test_never_read_is_closed_without_a_thread(gated: GatedProbe) -> None:
    BoundedProbe(gated).close()
    assert gated.closed_by is threading.current_thread()


def test_closing_wakes_waiting_callers(gated: GatedProbe) -> None:
    bounded = BoundedProbe(gated, patience_s=60, first_patience_s=60)
    answers: list[tuple[DeviceReading, ...]] = []
    waiting = threading.Thread(target=lambda: answers.append(bounded.read()))
    waiting.start()
    assert gated.begun.acquire(timeout=60)
    closing = threading.Thread(target=bounded.close)
    closing.start()
    waiting.join(30)
    assert answers == [()]
    gated.gate.set()
    closing.join(60)


def test_probe_that_raises_is_logged_and_read_again(caplog: pytest.LogCaptureFixture) -> None:
    class BrokenProbe:
        def __init__(self) -> None:
            self.broken = True

        def read(self) -> tuple[DeviceReading, ...]:
            if self.broken:
                raise RuntimeError("a bug of ours")
            return (reading(1),)

        def close(self) -> None:
            pass

    broken = BrokenProbe()
    bounded = BoundedProbe(broken)
    with caplog.at_level(logging.ERROR):
        assert bounded.read() == ()
    assert "a bug of ours" in caplog.text
    broken.broken = False
    assert bounded.read() == (reading(1),)
    bounded.close()
