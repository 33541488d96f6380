"""What each running worker holds, from its load to its end: learned from, and watched."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workers.base.sizes import GIB
from workers.devices.probe import DeviceReading
from workers.memory.leak import Growth, LeakGuard
from workers.memory.ledger import Ledger, Reservation
from workers.memory.measured_budgets import Budgets, Need, Observation, is_possible
from workers.memory.memory_user import MemoryUser
from workers.memory.plan import Place
from workers.process.gpu_worker import GPUWorker
from workers.process.tree import resident_bytes, tree_pids


@dataclass(slots=True, eq=False)
class WorkerUsage:
    """One worker's time in memory.

    Attributes:
        reservation: What it was promised.
        tenant: Whose worker it is.
        process: The worker.
        guard: Looks for memory that it never gives back.
        lesson: What is learned from it; None where it is on no GPU.
        requests: How many it has answered.
        seen_requests: How many of them the guard knows of.
        growth: Why it is to be started anew; None while all is well.
    """

    reservation: Reservation
    tenant: MemoryUser
    process: GPUWorker
    guard: LeakGuard
    lesson: Observation | None
    requests: int = 0
    seen_requests: int = 0
    growth: Growth | None = None


class UsageTracker:
    """The stays of all running workers. Safe from any thread."""

    def __init__(self, ledger: Ledger, budgets: Budgets) -> None:
        """Nobody yet.

        Args:
            ledger: Told what workers have come to hold.
            budgets: Learns from what they held.
        """
        self._ledger = ledger
        self._budgets = budgets
        self._lock = threading.Lock()
        self._stays: dict[Reservation, WorkerUsage] = {}

    def begin(
        self,
        reservation: Reservation,
        tenant: MemoryUser,
        process: GPUWorker,
        held_bytes: int,
        load_s: float,
    ) -> None:
        """Follow a worker from its load on.

        Args:
            reservation: What it was promised, and where.
            tenant: Whose it is.
            process: The worker.
            held_bytes: What it holds on a GPU now; 0 where unknown.
            load_s: Seconds that its load took.
        """
        gpu, lesson = gpu_at(reservation.place), None
        if gpu:
            key, precision = reservation.key, tenant.precision
            lesson = self._budgets.begin(key, gpu, precision, held_bytes, load_s)
        guard = LeakGuard(held_bytes)
        with self._lock:
            self._stays[reservation] = WorkerUsage(reservation, tenant, process, guard, lesson)

    def answered(self, reservation: Reservation) -> bool:
        """Count a request; False for one whose worker is not followed. On the hot path."""
        stay = self._stays.get(reservation)
        if stay is None:
            return False
        stay.requests += 1
        if stay.lesson is not None and stay.process.reported_peak_bytes is not None:
            stay.lesson.answered()  # and its peak will be told; of others see _look_at()
        return True

    def end(self, reservation: Reservation) -> bool:
        """Stop following a worker; True when something was learned from it."""
        with self._lock:
            stay = self._stays.pop(reservation, None)
        if stay is None or stay.lesson is None:
            return False
        stay.lesson.saw(stay.process.reported_peak_bytes or 0)
        stay.lesson.over()
        return True

    def peak_bytes(self, reservation: Reservation) -> int | None:
        """The most that a worker was seen to hold on its GPU; None where unknown."""
        stay = self._stays.get(reservation)
        return stay.lesson.peak_bytes if stay is not None and stay.lesson is not None else None

    def peaks(self) -> dict[int, int]:
        """The most that each worker was seen to hold on its GPU, by process id."""
        with self._lock:
            stays = list(self._stays.values())
        return {
            pid: peak
            for stay in stays
            if stay.lesson is not None
            and (peak := stay.lesson.peak_bytes) is not None
            and (pid := stay.process.pid) is not None
        }

    @property
    def may_be_on_gpu(self) -> bool:
        """False when every worker that is followed is known to be on none."""
        with self._lock:
            stays = list(self._stays.values())
        return any(self._may_be_on_gpu(stay) for stay in stays)

    def look(self, devices: Sequence[DeviceReading]) -> list[WorkerUsage]:
        """Measure every worker.

        Args:
            devices: A reading that is not old; empty where nobody is on a GPU.

        Returns:
            Those whose memory grows from request to request, to be started anew.
        """
        with self._lock:
            stays = list(self._stays.values())
        return [stay for stay in stays if self._look_at(stay, devices)]

    def _look_at(self, stay: WorkerUsage, devices: Sequence[DeviceReading]) -> bool:
        pid = stay.process.pid
        if pid is None or (stay.seen_requests == stay.requests and stay.growth is None):
            return stay.growth is not None
        pids = tree_pids(pid) or frozenset({pid})  # it may go at any moment
        reported = reported_bytes(stay.process)
        held = shares_of(pids, devices)
        if held is None:
            held = reported
        if held is not None and stay.lesson is not None:
            stay.lesson.saw(max(held, stay.process.reported_peak_bytes or 0))
            self._ledger.update(stay.reservation, pids, self._claim(stay), reported)
        if reported is None and not stay.tenant.is_evictable():
            # In the middle of a request it holds more. That is a peak that was seen.
            if held is not None and stay.lesson is not None:
                stay.lesson.answered()
            return stay.growth is not None
        if held is None:
            held = resident_bytes(pids)
        answered = stay.requests - stay.seen_requests
        if held is not None and stay.growth is None and answered:
            stay.growth = stay.guard.sample(held, answered)
        stay.seen_requests = stay.requests
        return stay.growth is not None

    def _may_be_on_gpu(self, stay: WorkerUsage) -> bool:
        place = stay.reservation.place
        if place is not None:
            return bool(gpu_at(place))
        is_free = self._budgets.is_declared_free(stay.reservation.key)
        return not is_free or reported_bytes(stay.process) is not None

    def _claim(self, stay: WorkerUsage) -> int:
        """What it will reach, as far as is known by now."""
        reservation = stay.reservation
        need = self._budgets.need(reservation.key, gpu_at(reservation.place), stay.tenant.precision)
        seen = stay.lesson.peak_bytes if stay.lesson is not None else None
        return reach_bytes(reservation, need, seen)


def reach_bytes(reservation: Reservation, need: Need, seen_bytes: int | None) -> int:
    """What a worker is promised from now on: what it will reach, and never less than was seen.

    What an out-of-memory has added to its need may be more than there was to be had.
    """
    return max(min(need.bytes, reservation.claimed_bytes or need.bytes), seen_bytes or 0)


def gpu_at(place: Place | None) -> str:
    """The model of GPU that a place is; empty where it is none."""
    return place.name if place is not None and place.backend != "cpu" else ""


def shares_of(pids: Iterable[int], devices: Sequence[DeviceReading]) -> int | None:
    """What processes hold on GPUs together, by the driver's word; None where it tells none."""
    ours = frozenset(pids)
    shares = [
        process.used_bytes
        for device in devices
        for process in device.processes
        if process.pid in ours and process.used_bytes is not None
    ]
    return sum(shares) if shares else None


def reported_bytes(process: GPUWorker) -> int | None:
    """What a worker says that it holds; None for what cannot be true, or is nothing.

    A word that cannot be true would leave no memory for anybody else.
    """
    said = process.reported_held_bytes
    gigabytes = process.held_vram_gb if said is None else said / GIB
    return int(gigabytes * GIB) if is_possible(gigabytes) else None
