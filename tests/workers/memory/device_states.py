"""Device states for tests of plans, in one line each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from workers.devices.probe import DeviceReading
from workers.memory.device_state import Allocation, DeviceState

State = Literal["idle", "busy", "loading"]


@dataclass(frozen=True)
class Worker:
    """A worker on a device; sizes in bytes, or whatever the test counts in.

    Attributes:
        size: What it was promised.
        taken: What it really holds; all of it when None.
        is_told: Whether anybody can tell what it holds.
    """

    name: str
    size: int
    state: State = "idle"
    idle_s: float = 10.0
    reload_s: float | None = None
    is_pinned: bool = False
    taken: int | None = None
    is_known: bool = True

    @property
    def taken_bytes(self) -> int:
        return self.size if self.taken is None else self.taken

    @property
    def allocation(self) -> Allocation:
        return Allocation(
            self.name,
            self.size,
            self.taken_bytes if self.is_known else None,
            is_settled=self.state != "loading",
            is_worker=True,
            idle_s=self.idle_s,
            is_evictable=self.state == "idle",
            is_pinned=self.is_pinned,
            reload_s=self.reload_s,
        )


def device(total: int = 8, used: int = 0, index: int = 0) -> DeviceReading:
    name = f"Test GPU {'ABC'[index]}"
    return DeviceReading(index, f"GPU-{index}", name, "gpu", total, used, total - used)


def device_state(
    needed: int,
    *workers: Worker,
    total: int = 8,
    others: int = 0,
    returning: int = 0,
    index: int = 0,
) -> DeviceState:
    """A device that shows what its workers, other programs, and ended workers hold."""
    used = others + returning + sum(worker.taken_bytes for worker in workers)
    return DeviceState(
        device(total, used, index),
        needed,
        [worker.allocation for worker in workers],
        returning,
    )


def after_stopping(device_state: DeviceState, *names: str) -> DeviceState:
    """What there will be once these have been stopped and have given back what they held.

    Only for workers that somebody can tell the share of.
    """
    gone = [each for each in device_state.allocations if each.name in names]
    assert all(each.measured_bytes is not None for each in gone)
    freed = sum(each.measured_bytes or 0 for each in gone)
    reading = device_state.device
    return replace(
        device_state,
        device=replace(
            reading,
            used_bytes=reading.used_bytes - freed,
            free_bytes=reading.free_bytes + freed,
        ),
        allocations=[each for each in device_state.allocations if each.name not in names],
    )


def once_returned(device_state: DeviceState) -> DeviceState:
    """What there will be once all that is on its way back has come."""
    reading, returning = device_state.device, device_state.returning_bytes
    return replace(
        device_state,
        device=replace(
            reading,
            used_bytes=reading.used_bytes - returning,
            free_bytes=reading.free_bytes + returning,
        ),
        returning_bytes=0,
    )
