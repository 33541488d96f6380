"""A device as one start sees it: what is available there, and which workers hold the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workers.devices.probe import DeviceReading


@dataclass(frozen=True, slots=True)
class Allocation:
    """One worker's memory on one device at one moment.

    Attributes:
        name: The worker's name; unique among the workers of a plan.
        reserved_bytes: What was reserved for the worker.
        measured_bytes: What its processes hold now; None where unknown.
        is_settled: True once its load is over, so that readings include the load.
        is_estimate: True where the driver does not report what the worker holds, so that
            ``measured_bytes`` may be too low.
        is_worker: False for a reservation without a worker that could be stopped. The
            attributes below are a worker's.
        idle_s: Seconds since the last request, or since the worker's creation.
        is_evictable: False while the worker starts, serves a request, or is being stopped.
        is_pinned: True when the worker must not be stopped for another.
        reload_s: Seconds of a load; None where never measured.
        outstanding_bytes: What the worker may still take beyond what readings show.
        held_bytes: What stopping it frees: the larger of what it holds and may take.
    """

    name: str
    reserved_bytes: int
    measured_bytes: int | None
    is_settled: bool
    is_estimate: bool = False
    is_worker: bool = False
    idle_s: float = 0.0
    is_evictable: bool = False
    is_pinned: bool = False
    reload_s: float | None = None
    # Computed once, because every plan reads them for up to a thousand workers.
    outstanding_bytes: int = field(init=False)
    held_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        """Computes the sizes that depend on others."""
        reserved, measured = self.reserved_bytes, self.measured_bytes
        if measured is None:
            outstanding, held = 0 if self.is_settled else reserved, reserved
        elif measured < reserved:
            outstanding, held = reserved - measured, reserved
        else:
            outstanding, held = 0, measured
        object.__setattr__(self, "outstanding_bytes", outstanding)
        object.__setattr__(self, "held_bytes", held)

    @property
    def is_loading(self) -> bool:
        """True while the worker starts."""
        return self.is_worker and not self.is_settled


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device as one start sees it at one moment, with its sums.

    Two figures say what is available, and the smaller one is right: the free memory that was
    measured, less what workers have reserved and not taken yet; and the total, less all
    reservations and what other programs hold. The first is too high while a worker loads,
    the second when a worker takes more than it reserved.

    Attributes:
        device: A reading.
        needed_bytes: What the start needs on this device; 0 where memory is not counted.
        allocations: All reservations on this device but the start's own.
        returning_bytes: What ``device`` still shows of workers that have ended.
        available_bytes: What may be reserved now; negative when too much is taken.
        available_soon_bytes: What may be reserved once the returning memory is back.
        held_bytes: All reservations, or what their workers hold where that is more.
        others_bytes: What other programs hold: what no reservation explains.
    """

    device: DeviceReading
    needed_bytes: int
    allocations: Sequence[Allocation] = ()
    returning_bytes: int = 0
    available_bytes: int = field(init=False)
    available_soon_bytes: int = field(init=False)
    held_bytes: int = field(init=False)
    others_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        """Computes the sums."""
        held = outstanding = 0
        for allocation in self.allocations:
            held += allocation.held_bytes
            outstanding += allocation.outstanding_bytes
        device = self.device
        taken = held - outstanding
        returned = min(self.returning_bytes, device.used_bytes)
        others_now = max(0, device.used_bytes - taken)
        others_soon = max(0, device.used_bytes - returned - taken)
        left = device.total_bytes - held
        set_field = object.__setattr__
        set_field(
            self,
            "available_bytes",
            min(device.free_bytes - outstanding, left - others_now),
        )
        set_field(
            self,
            "available_soon_bytes",
            min(device.free_bytes + returned - outstanding, left - others_soon),
        )
        set_field(self, "held_bytes", held)
        set_field(self, "others_bytes", others_soon)

    @property
    def fits(self) -> bool:
        """True when the start fits now."""
        return self.needed_bytes <= max(0, self.available_bytes)

    @property
    def shortfall_bytes(self) -> int:
        """What the start lacks even when all returning memory is back."""
        return self.needed_bytes - self.available_soon_bytes

    @property
    def counted_twice_bytes(self) -> int:
        """How much of what loading workers have taken may also count as other programs'.

        While a worker loads and its share is unknown, its whole reservation counts as not
        taken yet, and what it has taken counts as another program's.
        """
        unknown = loading = 0
        for allocation in self.allocations:
            if not allocation.is_settled:
                if allocation.measured_bytes is None:
                    unknown += allocation.reserved_bytes
                if allocation.is_worker:
                    loading += allocation.held_bytes
        return min(unknown, loading, self.others_bytes)

    @property
    def stoppable_bytes(self) -> int:
        """What stopping every worker that is not pinned would free."""
        return sum(
            [each.held_bytes for each in self.allocations if each.is_worker and not each.is_pinned]
        )
