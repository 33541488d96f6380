"""Another program's turn: what it is short of, our least needed worker gives back."""

from __future__ import annotations

import logging

from workers.base.clock import Clock
from workers.base.sizes import memory_size
from workers.memory.admission import DeviceState
from workers.memory.eviction import least_needed
from workers.memory.planning_input import Demand, Stage
from workers.memory.shortage import must_yield, others_bytes

logger = logging.getLogger(__name__)

#: What others may be short of before anybody is stopped, the smaller of two: this part of the
#: reserve, and what a desktop takes and gives back all the time. For that, an engine would
#: hardly be back and go again.
_LEAST_SHARE = 0.25
_LEAST_BYTES = 128 * 2**20


class ExternalUsage:
    """Keeps a reserve free for other programs, on each GPU.

    Attributes:
        reserve_bytes: What they shall find free; 0 leaves them to themselves.
    """

    def __init__(self, stage: Stage, clock: Clock, reserve_bytes: int) -> None:
        """Args: as their classes say, and the reserve."""
        self.reserve_bytes = reserve_bytes
        self._stage = stage
        self._clock = clock
        # What others held when all was well: what is there now was there first.
        self._before: dict[str, int] = {}

    def accept(self, space: DeviceState) -> None:
        """Take what others hold there as given: a promise has been made beside it."""
        self._before[space.device.uuid] = _others(space)

    def look(self) -> None:
        """Stop the least needed worker of each GPU on which others have come to be short."""
        if not self.reserve_bytes:
            return
        with self._stage.promising:
            scene = self._stage.look(Demand(), self._clock.now())
            for space in scene.spaces:
                name = self._to_be_stopped(space) if space.device.kind == "gpu" else None
                end = scene.tenants[name].begin_eviction() if name is not None else None
                if end is not None:
                    end()

    def _to_be_stopped(self, space: DeviceState) -> str | None:
        device = space.device
        others = _others(space)
        before = self._before.setdefault(device.uuid, others)
        short = must_yield(device, space.claims, self.reserve_bytes, before, space.returning_bytes)
        if not short or short < min(_LEAST_BYTES, _LEAST_SHARE * self.reserve_bytes):
            if device.free_bytes >= self.reserve_bytes:
                self._before[device.uuid] = others
            return None
        name = least_needed(space.residents)
        if name is not None:
            logger.info(
                "stopping %s: other programs on %s are %s short of the %s reserved for them",
                name,
                device.name,
                memory_size(short),
                memory_size(self.reserve_bytes),
            )
        return name


def _others(space: DeviceState) -> int:
    return others_bytes(space.device, space.claims, space.returning_bytes)
