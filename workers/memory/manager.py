"""Grants memory to starts: waits, evicts, reserves, measures, and learns.

See design.md for the types and for the flow of one start.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from workers.base.clock import Clock
from workers.base.messages import Translatable, translatable
from workers.base.periodic_task import PeriodicTask
from workers.base.sizes import GIB, memory_size
from workers.devices.reader import DeviceReader
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.budgets import Budgets
from workers.memory.eviction import stop_workers
from workers.memory.external_usage import ExternalUsage
from workers.memory.ledger import Ledger, Reservation
from workers.memory.memory_user import MemoryUser
from workers.memory.placement import environment
from workers.memory.plan import CPU, Evict, Fits, Place, Plan, Wait
from workers.memory.planning_input import MemoryRequest, Planner, PlanningInput, on_cpu
from workers.memory.usage import (
    UsageTracker,
    driver_share,
    expected_bytes,
    gpu_name,
    reported_bytes,
)
from workers.process.gpu_worker import GPUWorker
from workers.process.tree import tree_pids

if TYPE_CHECKING:
    from workers.memory.keyed_reservations import KeyedReservations

logger = logging.getLogger(__name__)

#: How often workers are measured while they are used, in seconds.
WATCH_S = 1.0


class Memory:
    """Reserves memory for starts and stops idle workers to make room for them.

    Attributes:
        ledger: All reservations.
        usage: Measurements of all running workers.
        queue: Starts that wait for memory.
        watcher: Measures the workers soon after requests.
        patience_s: How long a start may wait for memory, in seconds.
    """

    def __init__(
        self,
        reader: DeviceReader,
        clock: Clock,
        budgets: Budgets,
        patience_s: float,
        *,
        reserve_bytes: int = 0,
        watch_s: float = WATCH_S,
    ) -> None:
        """Reserves nothing yet.

        Args:
            reader: Source of readings.
            clock: Measures time and waits.
            budgets: What each kind of worker needs.
            patience_s: Longest wait for memory, in seconds.
            reserve_bytes: What other programs find free on each GPU; 0 keeps no reserve.
            watch_s: How often workers are measured while they are used, in seconds.
        """
        self.ledger = Ledger()
        self.usage = UsageTracker(self.ledger, budgets)
        self.patience_s = patience_s
        self._reader = reader
        self._clock = clock
        self._budgets = budgets
        self.queue = AdmissionQueue(clock, patience_s)
        self._planner = Planner(reader, self.ledger, budgets)
        self._external = ExternalUsage(self._planner, clock, reserve_bytes)
        self._watch_s = watch_s
        self.watcher = PeriodicTask(clock, self._watch, "engineroom-memory", delay_s=watch_s)
        self._closed = False

    @cached_property
    def keyed(self) -> KeyedReservations:
        """Reservations for code that loads models without a worker; built when first used."""
        from workers.memory.keyed_reservations import KeyedReservations  # noqa: PLC0415 - see above

        return KeyedReservations(self._planner, self.ledger, self._budgets, self._clock, self.queue)

    # Starts.

    def plan(self, user: MemoryUser) -> Plan:
        """Plans a start and does nothing; reads devices."""
        if self._is_uncounted(user) and not self._is_released_for(user):
            return Fits(CPU, 0, 0)
        for reservation in self.ledger.reservations():
            if reservation.user is user and reservation.place is not None:
                size = reservation.reserved_bytes
                return Fits(reservation.place, size, size)
        request = MemoryRequest.of(user)
        planning = self._planner.read(request, self._clock.now())
        return self._planner.plan(user, request, planning)

    def admit(self, user: MemoryUser, ticket: Ticket) -> Reservation:
        """Waits until a worker may start, and makes room for it as needed.

        Raises:
            WorkerRefused: There is no room, and none can be made.
            WorkerStopped: The ticket was canceled, or the supervisor was closed.
        """
        self._check_open(user)
        if self._is_uncounted(user):
            reservation = self.ledger.reserve(user.tool_name, user.vram_budget, 0, None, user)
            # Checked only now: a release refuses starts first and then looks for workers.
            if not self._is_released_for(user):
                return reservation
            self.release(reservation)
        granted: list[Reservation] = []
        try:
            self._admit_in_turn(user, ticket, granted)
        except BaseException:
            for reservation in granted:
                self.release(reservation)
            raise
        return granted[0]

    def cancel(self, ticket: Ticket) -> None:
        """Makes a waiting start give up."""
        self.queue.cancel(ticket)

    def attach(self, reservation: Reservation, process: GPUWorker) -> None:
        """Sets the process that takes the reserved memory."""
        self.ledger.attach(reservation, lambda: process.last_pid)

    def settle(self, reservation: Reservation, process: GPUWorker, load_s: float) -> None:
        """Adjusts a reservation to what a worker holds after its load, and learns from it.

        Args:
            reservation: The worker's.
            process: Its process.
            load_s: Seconds from its spawn to READY.
        """
        pid, user = process.pid, reservation.user
        if pid is None or user is None:
            return  # it is gone already
        key, reported = reservation.key, reported_bytes(process)
        if reported is None and self._budgets.is_declared_free(key):  # nothing to measure
            self.ledger.settle(reservation, (), 0, None, self._clock.now())
            self.usage.begin(reservation, user, process, 0, load_s)
            return
        pids = tree_pids(pid) or frozenset({pid})
        shown = self._driver_shares(pids)
        # Wherever the worker was sent, its place is where most of its memory is.
        place = max(shown, key=shown.__getitem__) if shown else reservation.place
        if place is None and reported is not None:
            place = self._only_gpu()
        held = sum(shown.values()) or reported
        if held is not None:
            self._budgets.record(key, held / GIB)
        gpu = gpu_name(place)
        size = 0
        # On the CPU of a computer with a GPU nothing was reserved, and nothing counts.
        if gpu or reservation.reserved_bytes > 0:
            budget = self._budgets.budget(key, gpu, user.precision)
            size = expected_bytes(reservation, budget, held)
        self.ledger.settle(reservation, pids, size, reported, self._clock.now(), place)
        self.usage.begin(reservation, user, process, held or 0, load_s)
        self.watcher.request()

    def release(self, reservation: Reservation) -> None:
        """Removes a reservation, once its worker's processes are gone."""
        has_learned = self.usage.end(reservation)
        self.ledger.release(reservation, self._clock.now())
        self.queue.notify_changed()
        if has_learned:
            self.watcher.request()  # saves the budgets

    def note_out_of_memory(self, reservation: Reservation) -> None:
        """Raises the budget of a worker that ran out of memory."""
        user, gpu = reservation.user, gpu_name(reservation.place)
        if user is None or not gpu:
            return
        size = max(reservation.reserved_bytes, self.usage.peak_bytes(reservation) or 0)
        logger.warning(
            "%s ran out of memory on %s with %s reserved; raising its budget",
            reservation.name,
            gpu,
            memory_size(size),
        )
        self._budgets.raise_budget(reservation.key, gpu, user.precision, size)
        self.watcher.request()  # saves the budgets

    def notify_idle(self) -> None:
        """Makes waiting starts look again: a worker has become idle."""
        if self.queue.is_contended:
            self.queue.notify_changed()

    # All workers.

    @property
    def reserve_bytes(self) -> int:
        """What other programs find free on each GPU; 0 keeps no reserve."""
        return self._external.reserve_bytes

    @reserve_bytes.setter
    def reserve_bytes(self, size_bytes: int) -> None:
        self._external.reserve_bytes = max(0, size_bytes)
        self.watcher.request()

    def refuse_gpu(self, reason: Translatable | None) -> None:
        """Refuses every start on a GPU for this reason; None admits starts again.

        Starts that were just being granted memory have it when this returns.

        Args:
            reason: A full sentence.
        """
        with self._planner.lock:
            self._planner.gpu_refusal = reason
        self.queue.notify_changed()

    def protect(self, users: Collection[MemoryUser]) -> None:
        """Makes these tools, and no others, count as pinned: they return to the GPU."""
        self._planner.protected = tuple(users)
        self.queue.notify_changed()

    def users_on_gpu(self) -> list[MemoryUser]:
        """Returns the tools with memory of a GPU, in order of their starts.

        A worker whose place is unknown counts: one that loads, or that reports that it holds
        memory.
        """
        users: list[MemoryUser] = []
        for each in self.ledger.reservations():
            user = each.user  # once: another thread may release it
            if user is None:
                continue
            is_known = each.settled_at < math.inf and each.reported_bytes is None
            if each.place is not None:
                is_on_gpu = bool(each.place.gpu)
            else:
                is_on_gpu = not is_known and self._planner.may_use_gpu(user)
            if is_on_gpu:
                users.append(user)
        return users

    def stop_admission(self) -> None:
        """Admits no start from now on."""
        self._closed = True
        self.queue.notify_changed()

    def close(self) -> None:
        """Ends the thread and saves what was learned; every worker must be gone."""
        self.watcher.close()
        self._budgets.save()

    # One attempt of a start. The queue makes one attempt at a time.

    def _admit_in_turn(self, user: MemoryUser, ticket: Ticket, granted: list[Reservation]) -> None:
        paused: list[MemoryUser] = []

        def attempt(turn: Turn) -> Plan:
            self._check_open(user)
            return self._attempt(user, turn, granted, paused)

        try:
            self.queue.admit(ticket, attempt)
        except WorkerRefused as refused:
            if not (user.cpu_mode and self._planner.may_use_gpu(user)):
                raise
            logger.info("%s; starting on the CPU instead", refused)
            plan = on_cpu(Wait(translatable("waiting for a GPU")))
            granted.append(self._grant(user, plan, has_choice=True))
        finally:
            for blocker in paused:
                blocker.resume_requests(user)

    def _attempt(
        self, user: MemoryUser, turn: Turn, granted: list[Reservation], paused: list[MemoryUser]
    ) -> Plan:
        request = MemoryRequest.of(user)
        with self._planner.lock:
            planning = self._planner.read(request, self._clock.now())
            plan = self._planner.plan(user, request, planning)
            if isinstance(plan, Fits):
                granted.append(self._grant(user, plan, has_choice=planning.has_choice))
                for state in planning.devices:
                    if state.device.uuid == plan.place.uuid:
                        self._external.accept(state)
            elif isinstance(plan, Evict) and turn.may_evict:
                logger.info("stopping for %s: %s", user.tool_name, plan)
                stop_workers([planning.users[victim.name] for victim in plan.victims])
        if turn.is_aged and isinstance(plan, Wait):
            self._pause_blockers(user, planning, plan, paused)
        return plan

    def _grant(self, user: MemoryUser, plan: Fits, *, has_choice: bool) -> Reservation:
        if plan.instead:
            logger.info("%s starts on the CPU: %s", user.tool_name, plan.instead)
        return self.ledger.reserve(
            user.tool_name,
            user.vram_budget,
            plan.needed_bytes,
            plan.place,
            user,
            environment(plan.place, has_choice=has_choice or bool(plan.instead)),
        )

    def _pause_blockers(
        self, user: MemoryUser, planning: PlanningInput, plan: Wait, paused: list[MemoryUser]
    ) -> None:
        """Makes the workers that block an aged start take no new requests until it ends."""
        for name in plan.blockers:
            blocker = planning.users[name]
            if blocker not in paused:
                paused.append(blocker)
                blocker.pause_requests(user)

    def _is_uncounted(self, user: MemoryUser) -> bool:
        return user.device is None and not self._budgets.needed_bytes(user.vram_budget)

    def _is_released_for(self, user: MemoryUser) -> bool:
        """Returns whether the worker needs a GPU that is released to other programs."""
        return self._planner.gpu_refusal is not None and self._planner.may_use_gpu(user)

    def _check_open(self, user: MemoryUser) -> None:
        if self._closed:
            message = f"couldn't start {user.tool_name}: its supervisor is closed"
            raise WorkerStopped(message, worker=user.tool_name)

    # While workers run.

    def _driver_shares(self, pids: Collection[int]) -> dict[Place, int]:
        """Returns what the driver shows of processes, by GPU; empty where it does not report it."""
        shares: dict[Place, int] = {}
        for device in self._reader.usable():
            if self._reader.are_dependable([device]):
                share = driver_share(pids, [device])
                if share:
                    shares[Place.on(device)] = share
        return shares

    def _only_gpu(self) -> Place | None:
        """Returns the only GPU; None where there are several or none."""
        places = [Place.on(device) for device in self._reader.usable()]
        gpus = [place for place in places if place.gpu]
        return gpus[0] if len(gpus) == 1 else None

    def _watch(self) -> float | None:
        """Measures the workers; returns the seconds until the next time, or None."""
        self._budgets.save()
        # For workers on the CPU no driver is read: that would keep a laptop's GPU awake.
        may_be_on_gpu = self.usage.may_be_on_gpu
        devices = self._reader.usable() if may_be_on_gpu else ()
        if may_be_on_gpu and not self._reader.are_dependable(devices):
            return self._watch_s
        leaking = self.usage.measure(devices)
        for usage in leaking:
            if usage.user.restart_if_idle():
                logger.warning("restarting %s: %s", usage.user.tool_name, usage.growth)
        if may_be_on_gpu:
            self._external.check()
        goes_on = bool(leaking) or (self.reserve_bytes > 0 and may_be_on_gpu)
        return self._watch_s if goes_on else None
