"""Measures what each running worker holds, from its load to its end."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workers.base.sizes import GIB
from workers.devices.probe import DeviceReading
from workers.memory.budgets import Budget, Budgets, Observation
from workers.memory.leak import Growth, LeakGuard
from workers.memory.ledger import Ledger, Reservation
from workers.memory.memory_user import MemoryUser
from workers.memory.plan import Place
from workers.memory.usage_statistics import is_possible_gb
from workers.process.gpu_worker import GPUWorker
from workers.process.tree import resident_bytes, tree_pids


@dataclass(slots=True, eq=False)
class WorkerUsage:
    """Measurements of one running worker.

    Attributes:
        reservation: Its memory.
        user: Its tool.
        process: Its process.
        leak_guard: Detects memory that it never gives back.
        observation: What budgets learn from it; None where it is on no GPU.
        requests: How many it has answered.
        measured_requests: How many of them the leak guard has seen.
        growth: The leak that makes a restart necessary, or None.
    """

    reservation: Reservation
    user: MemoryUser
    process: GPUWorker
    leak_guard: LeakGuard
    observation: Observation | None
    requests: int = 0
    measured_requests: int = 0
    growth: Growth | None = None


class UsageTracker:
    """Measurements of all running workers. Safe from any thread."""

    def __init__(self, ledger: Ledger, budgets: Budgets) -> None:
        """Tracks no worker yet.

        Args:
            ledger: Updated with what workers have come to hold.
            budgets: Learn from what workers held.
        """
        self._ledger = ledger
        self._budgets = budgets
        self._lock = threading.Lock()
        self._usages: dict[Reservation, WorkerUsage] = {}

    def begin(
        self,
        reservation: Reservation,
        user: MemoryUser,
        process: GPUWorker,
        held_bytes: int,
        load_s: float,
    ) -> None:
        """Tracks a worker from its load on.

        Args:
            reservation: Its memory.
            user: Its tool.
            process: Its process.
            held_bytes: What it holds on a GPU now; 0 where unknown.
            load_s: Seconds of its load.
        """
        gpu, observation = gpu_name(reservation.place), None
        if gpu:
            key, precision = reservation.key, user.precision
            observation = self._budgets.observe(key, gpu, precision, held_bytes, load_s)
        usage = WorkerUsage(reservation, user, process, LeakGuard(held_bytes), observation)
        with self._lock:
            self._usages[reservation] = usage

    def count_request(self, reservation: Reservation) -> bool:
        """Counts an answered request; returns False for a worker that is not tracked.

        On the hot path.
        """
        usage = self._usages.get(reservation)
        if usage is None:
            return False
        usage.requests += 1
        if usage.observation is not None and usage.process.reported_peak_bytes is not None:
            usage.observation.count_request()  # of others, _measure() knows no peak yet
        return True

    def end(self, reservation: Reservation) -> bool:
        """Stops tracking a worker; returns whether budgets have learned from it."""
        with self._lock:
            usage = self._usages.pop(reservation, None)
        if usage is None or usage.observation is None:
            return False
        usage.observation.note_held(usage.process.reported_peak_bytes or 0)
        usage.observation.end()
        return True

    def peak_bytes(self, reservation: Reservation) -> int | None:
        """Returns the most that a worker was seen to hold on its GPU; None where unknown."""
        usage = self._usages.get(reservation)
        if usage is None or usage.observation is None:
            return None
        return usage.observation.peak_bytes

    def peaks(self) -> dict[int, int]:
        """Returns the most that each worker was seen to hold on its GPU, by process ID."""
        return {
            pid: peak
            for usage in self._all()
            if usage.observation is not None
            and (peak := usage.observation.peak_bytes) is not None
            and (pid := usage.process.pid) is not None
        }

    @property
    def may_be_on_gpu(self) -> bool:
        """False when every tracked worker is known to be on no GPU."""
        return any(self._may_be_on_gpu(usage) for usage in self._all())

    def measure(self, devices: Sequence[DeviceReading]) -> list[WorkerUsage]:
        """Measures every worker.

        Args:
            devices: A recent reading; empty when no worker is on a GPU.

        Returns:
            The workers that leak memory.
        """
        for usage in (usages := self._all()):
            self._measure(usage, devices)
        return [usage for usage in usages if usage.growth is not None]

    def _all(self) -> list[WorkerUsage]:
        with self._lock:
            return list(self._usages.values())

    def _measure(self, usage: WorkerUsage, devices: Sequence[DeviceReading]) -> None:
        pid = usage.process.pid
        if pid is None or (usage.measured_requests == usage.requests and usage.growth is None):
            return
        pids = tree_pids(pid) or frozenset({pid})  # the process may end at any moment
        reported = reported_bytes(usage.process)
        held = driver_share(pids, devices)
        if held is None:
            held = reported
        observation = usage.observation
        if held is not None and observation is not None:
            observation.note_held(max(held, usage.process.reported_peak_bytes or 0))
            self._ledger.update(usage.reservation, pids, self._expected_bytes(usage), reported)
        if reported is None and not usage.user.is_evictable():
            # In the middle of a request it holds more, so this was a peak, and no sample
            # for the leak guard.
            if held is not None and observation is not None:
                observation.count_request()
            return
        if held is None:
            held = resident_bytes(pids)
        answered = usage.requests - usage.measured_requests
        if held is not None and usage.growth is None and answered:
            usage.growth = usage.leak_guard.sample(held, answered)
        usage.measured_requests = usage.requests

    def _may_be_on_gpu(self, usage: WorkerUsage) -> bool:
        place = usage.reservation.place
        if place is not None:
            return bool(place.gpu)
        is_free = self._budgets.is_declared_free(usage.reservation.key)
        return not is_free or reported_bytes(usage.process) is not None

    def _expected_bytes(self, usage: WorkerUsage) -> int:
        reservation = usage.reservation
        gpu = gpu_name(reservation.place)
        budget = self._budgets.budget(reservation.key, gpu, usage.user.precision)
        seen = usage.observation.peak_bytes if usage.observation is not None else None
        return expected_bytes(reservation, budget, seen)


def expected_bytes(reservation: Reservation, budget: Budget, seen_bytes: int | None) -> int:
    """Returns what a running worker will reach, which is never less than what was seen.

    An out-of-memory may have raised the budget beyond what was available at the start.
    """
    return max(min(budget.bytes, reservation.reserved_bytes or budget.bytes), seen_bytes or 0)


def gpu_name(place: Place | None) -> str:
    """Returns the model of GPU of a place; empty where it is no GPU, or unknown."""
    return "" if place is None else place.gpu


def driver_share(pids: Iterable[int], devices: Sequence[DeviceReading]) -> int | None:
    """Returns what processes hold on GPUs together; None where the driver does not report."""
    ours = frozenset(pids)
    shares = [
        process.used_bytes
        for device in devices
        for process in device.processes
        if process.pid in ours and process.used_bytes is not None
    ]
    return sum(shares) if shares else None


def reported_bytes(process: GPUWorker) -> int | None:
    """Returns what a worker says that it holds; None for nothing or an impossible figure.

    An impossible figure would leave no memory for any other worker.
    """
    reported = process.reported_held_bytes
    gigabytes = process.held_vram_gb if reported is None else reported / GIB
    return int(gigabytes * GIB) if is_possible_gb(gigabytes) else None
