"""Promises to code that loads models by itself: by budget key, beside the tools' own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workers.base.clock import Clock
from workers.memory.admission import promisable_bytes
from workers.memory.eviction_steps import stop_victims
from workers.memory.ledger import Ledger
from workers.memory.measured_budgets import Budgets, is_possible
from workers.memory.plan import Evict, Fits, Wait
from workers.memory.planning_input import Demand, Stage


class KeyedReservations:
    """What ``vram_manager`` and ``try_free_vram`` do, in bytes. Safe from any thread."""

    def __init__(
        self,
        stage: Stage,
        ledger: Ledger,
        budgets: Budgets,
        clock: Clock,
        released: Callable[[], None],
        is_lent: Callable[[], bool],
    ) -> None:
        """Promise nothing yet.

        Args:
            stage: Shared with the tools, as is the rest.
            ledger: All promises.
            budgets: What each key stands for.
            clock: Tells the time and waits.
            released: Called when memory has been given back.
            is_lent: True while the GPUs are handed to other programs.
        """
        self._is_lent = is_lent
        self._released = released
        self._stage = stage
        self._ledger = ledger
        self._budgets = budgets
        self._clock = clock

    def free_bytes(self) -> int:
        """The most that may still be promised on one device; 0 if unknown."""
        spaces = self._stage.look(Demand(), self._clock.now()).spaces
        return max((promisable_bytes(it.device, it.claims) for it in spaces), default=0)

    def make_room(self, needed_bytes: int, exclude: str | None = None) -> bool:
        """Stop idle tools until ``needed_bytes`` are free on one device.

        Args:
            needed_bytes: What must be free.
            exclude: Name of a tool that is not stopped: the one that wants the room.

        Returns:
            False when there is not that much to be had.
        """
        demand = Demand(size_bytes=needed_bytes)
        returned = threading.Condition()
        while True:
            with self._stage.promising:
                scene = self._stage.look(demand, self._clock.now(), exclude)
                plan = scene.plan(demand)
                if isinstance(plan, Evict):
                    stop_victims(scene, plan, "a caller waiting for memory")
                    continue
            if isinstance(plan, Wait) and plan.is_short:
                with returned:
                    self._clock.wait(returned, plan.look_again_s)
                continue
            return isinstance(plan, Fits) and bool(scene.spaces)

    def reserve(self, owner: str, key: str) -> bool:
        """Promise a budget; idempotent.

        Returns:
            False when it does not fit, or the GPU is lent. An unknown key fits.
        """
        with self._stage.promising:
            if self._ledger.holds(owner, key) is not None:
                return True
            demand = Demand(size_bytes=self._budgets.needed_bytes(key))
            place = None
            if demand.size_bytes:
                plan = self._stage.look(demand, self._clock.now()).plan(demand)
                if not isinstance(plan, Fits):
                    return False
                place = plan.place
                if self._is_lent() and place.backend != "cpu":
                    return False
            self._ledger.reserve(owner, key, self._budgets.size_bytes(key), place)
            return True

    def release(self, owner: str, key: str) -> None:
        """Take back what :meth:`reserve` promised."""
        reservation = self._ledger.holds(owner, key)
        if reservation is not None:
            self._ledger.release(reservation, self._clock.now())
            self._released()

    def record(self, owner: str, key: str, gigabytes: float) -> None:
        """Learn a budget's size; what ``owner`` was promised of it counts as taken."""
        self._budgets.record(key, gigabytes)
        reservation = self._ledger.holds(owner, key)
        if reservation is not None and is_possible(gigabytes):
            size = self._budgets.size_bytes(key)
            self._ledger.settle(reservation, (), size, size, self._clock.now())
