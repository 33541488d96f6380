"""Devices and who is on them, in a line each: what plans are made from."""

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
    is_told: bool = True

    @property
    def taken_bytes(self) -> int:
        return self.size if self.taken is None else self.taken

    @property
    def allocation(self) -> Allocation:
        return Allocation(
            self.name,
            self.size,
            self.taken_bytes if self.is_told else None,
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


def space(
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


def after_stopping(space: DeviceState, *names: str) -> DeviceState:
    """What there will be once these have been stopped and have given back what they held.

    Only for workers that somebody can tell the share of.
    """
    gone = [each for each in space.allocations if each.name in names]
    assert all(each.measured_bytes is not None for each in gone)
    freed = sum(each.measured_bytes or 0 for each in gone)
    reading = space.device
    return replace(
        space,
        device=replace(
            reading,
            used_bytes=reading.used_bytes - freed,
            free_bytes=reading.free_bytes + freed,
        ),
        allocations=[each for each in space.allocations if each.name not in names],
    )


def once_it_has_come(space: DeviceState) -> DeviceState:
    """What there will be once all that is on its way back has come."""
    reading, returning = space.device, space.returning_bytes
    return replace(
        space,
        device=replace(
            reading,
            used_bytes=reading.used_bytes - returning,
            free_bytes=reading.free_bytes + returning,
        ),
        returning_bytes=0,
    )
