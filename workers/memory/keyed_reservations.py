"""Reservations by budget key, for code that loads models without a worker."""

from __future__ import annotations

import logging
import threading

from workers.base.clock import Clock
from workers.memory.admission_queue import AdmissionQueue
from workers.memory.budgets import Budgets
from workers.memory.eviction import stop_workers
from workers.memory.ledger import Ledger
from workers.memory.plan import Evict, Fits, Wait
from workers.memory.planning_input import MemoryRequest, Planner
from workers.memory.usage_statistics import is_possible_gb

logger = logging.getLogger(__name__)


class KeyedReservations:
    """What ``vram_manager`` and ``try_free_vram`` do, in bytes. Safe from any thread."""

    def __init__(
        self,
        planner: Planner,
        ledger: Ledger,
        budgets: Budgets,
        clock: Clock,
        queue: AdmissionQueue,
    ) -> None:
        """Args: shared with the workers' starts, as their classes say."""
        self._planner = planner
        self._ledger = ledger
        self._budgets = budgets
        self._clock = clock
        self._queue = queue

    def free_bytes(self) -> int:
        """Returns the most that may be reserved on one device; 0 if unknown."""
        states = self._planner.read(MemoryRequest(), self._clock.now()).devices
        return max((state.available_bytes for state in states), default=0)

    def make_room(self, needed_bytes: int, exclude: str | None = None) -> bool:
        """Stops idle workers until ``needed_bytes`` are available on one device.

        Args:
            needed_bytes: What must be available.
            exclude: Name of a tool that is not stopped: the one that needs the room.

        Returns:
            False when so much cannot be made available.
        """
        request = MemoryRequest(size_bytes=needed_bytes)
        pause = threading.Condition()
        while True:
            with self._planner.lock:
                planning = self._planner.read(request, self._clock.now(), exclude)
                plan = planning.plan(request)
                if isinstance(plan, Evict):
                    logger.info("stopping for a caller waiting for memory: %s", plan)
                    stop_workers([planning.users[victim.name] for victim in plan.victims])
                    continue
            if isinstance(plan, Wait) and plan.is_short:
                with pause:
                    self._clock.wait(pause, plan.retry_s)
                continue
            return isinstance(plan, Fits) and bool(planning.devices)

    def reserve(self, owner: str, key: str) -> bool:
        """Reserves a budget; a second reservation of the same key changes nothing.

        Returns:
            False when it does not fit, or the GPU is released to other programs. An unknown
            key fits.
        """
        with self._planner.lock:
            if self._ledger.find(owner, key) is not None:
                return True
            request = MemoryRequest(size_bytes=self._budgets.needed_bytes(key))
            place = None
            if request.size_bytes:
                plan = self._planner.read(request, self._clock.now()).plan(request)
                if not isinstance(plan, Fits):
                    return False
                place = plan.place
                if self._planner.gpu_refusal is not None and place.backend != "cpu":
                    return False
            self._ledger.reserve(owner, key, self._budgets.size_bytes(key), place)
            return True

    def release(self, owner: str, key: str) -> None:
        """Removes the reservation that :meth:`reserve` made."""
        reservation = self._ledger.find(owner, key)
        if reservation is not None:
            self._ledger.release(reservation, self._clock.now())
            self._queue.notify_changed()

    def record(self, owner: str, key: str, gigabytes: float) -> None:
        """Sets a budget's measured size; ``owner``'s reservation counts as taken."""
        self._budgets.record(key, gigabytes)
        reservation = self._ledger.find(owner, key)
        if reservation is not None and is_possible_gb(gigabytes):
            size = self._budgets.size_bytes(key)
            self._ledger.settle(reservation, (), size, size, self._clock.now())
