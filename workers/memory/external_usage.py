"""Gives memory back to other programs: stops workers when other programs run short of it."""

from __future__ import annotations

import logging

from workers.base.clock import Clock
from workers.base.sizes import memory_size
from workers.memory.device_state import DeviceState
from workers.memory.eviction import least_needed, stop_workers
from workers.memory.planning_input import MemoryRequest, Planner

logger = logging.getLogger(__name__)

#: How much more than measured a worker may hold whose share the driver does not report. Its own
#: report misses what libraries other than PyTorch take, and estimates the context, which grows
#: while kernels are loaded, by this size (:mod:`workers.child.held`).
UNTOLD_BYTES = 512 * 2**20
#: A shortage below the smaller of these is ignored: a part of the reserve, and what a desktop
#: takes and returns all the time. A worker stopped for less would be back soon.
_LEAST_SHARE = 0.25
_LEAST_BYTES = 128 * 2**20


class ExternalUsage:
    """Keeps a reserve free for other programs on each GPU.

    Attributes:
        reserve_bytes: What they find free; 0 keeps no reserve.
    """

    def __init__(self, planner: Planner, clock: Clock, reserve_bytes: int) -> None:
        """Args: as their classes say, and the reserve in bytes."""
        self.reserve_bytes = reserve_bytes
        self._planner = planner
        self._clock = clock
        # What other programs held when the reserve was last kept, by device.
        self._baseline: dict[str, int] = {}

    def accept(self, state: DeviceState) -> None:
        """Takes what other programs hold on a device as given: a worker starts beside them."""
        self._baseline[state.device.uuid] = state.others_bytes

    def check(self) -> None:
        """Stops the least needed worker of each GPU on which other programs run short."""
        if not self.reserve_bytes:
            return
        with self._planner.lock:
            planning = self._planner.read(MemoryRequest(), self._clock.now())
            for state in planning.devices:
                name = self._worker_to_stop(state) if state.device.kind == "gpu" else None
                if name is not None:
                    stop_workers([planning.users[name]])

    def _worker_to_stop(self, state: DeviceState) -> str | None:
        device, others = state.device, state.others_bytes
        baseline = self._baseline.setdefault(device.uuid, others)
        short = shortage_bytes(state, self.reserve_bytes, baseline)
        if not short or short < min(_LEAST_BYTES, _LEAST_SHARE * self.reserve_bytes):
            if device.free_bytes >= self.reserve_bytes:
                self._baseline[device.uuid] = others
            return None
        name = least_needed(state.allocations)
        if name is not None:
            logger.info(
                "stopping %s: other programs on %s are %s short of the %s reserved for them",
                name,
                device.name,
                memory_size(short),
                memory_size(self.reserve_bytes),
            )
        return name


def shortage_bytes(state: DeviceState, reserve_bytes: int, baseline_bytes: int) -> int:
    """Returns what other programs lack of their reserve because they have grown.

    The result never exceeds their growth: if our own workers have used the reserve up, no
    worker is stopped for it. What may be ours or theirs counts as ours.

    Args:
        state: All our workers on a device.
        reserve_bytes: What shall be free for other programs; 0 for nothing.
        baseline_bytes: ``state.others_bytes`` when the reserve was last kept, or when our
            reservations last changed.

    Returns:
        Bytes; 0 when nothing has to be done.
    """
    if reserve_bytes <= 0:
        return 0
    outstanding = loading = untold = 0
    for allocation in state.allocations:
        outstanding += allocation.outstanding_bytes
        # While a worker loads, anything up to its reservation may be in the reading.
        loading += 0 if allocation.is_settled else allocation.outstanding_bytes
        untold += UNTOLD_BYTES if allocation.is_estimate else 0
    free = state.device.free_bytes + state.returning_bytes - outstanding
    growth = state.others_bytes - loading - untold - baseline_bytes
    return max(0, min(reserve_bytes - free, growth))
