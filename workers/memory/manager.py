"""Memory: who may take it, who must give it back, and who is waited for."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection

from workers.base.clock import Clock
from workers.base.messages import listed, translatable
from workers.base.periodic_task import PeriodicTask
from workers.base.sizes import GIB, memory_size
from workers.devices.dependable import Devices
from workers.errors import WorkerRefused, WorkerStopped
from workers.memory.admission_queue import AdmissionQueue, Ticket, Turn
from workers.memory.eviction_steps import stop_victims
from workers.memory.external_usage import ExternalUsage
from workers.memory.keyed_reservations import KeyedReservations
from workers.memory.ledger import Ledger, Reservation
from workers.memory.measured_budgets import Budgets
from workers.memory.memory_user import MemoryUser
from workers.memory.placement import environment, is_cpu
from workers.memory.plan import CPU, Evict, Fits, Place, Plan, Refuse, Wait
from workers.memory.planning_input import Demand, PlanningInput, Stage, on_cpu
from workers.memory.usage import (
    UsageTracker,
    gpu_at,
    reach_bytes,
    reported_bytes,
    shares_of,
)
from workers.process.gpu_worker import GPUWorker
from workers.process.tree import tree_pids

logger = logging.getLogger(__name__)

#: How often workers are measured while they are used, in seconds.
WATCH_S = 1.0


class Memory:
    """Promises memory to starts, and stops idle tenants to keep its word.

    Attributes:
        ledger: All promises.
        keyed: Those to code that loads models by itself.
        occupancy: All running workers, and what they hold.
        patience_s: How long a start may wait for memory, in seconds.
    """

    def __init__(
        self,
        devices: Devices,
        clock: Clock,
        budgets: Budgets,
        patience_s: float,
        *,
        reserve_bytes: int = 0,
        watch_s: float = WATCH_S,
    ) -> None:
        """Promise nothing yet.

        Args:
            devices: Where readings come from.
            clock: Tells the time and waits.
            budgets: What each kind of worker needs.
            patience_s: Longest wait for memory, in seconds.
            reserve_bytes: What other programs shall find free on each GPU; 0 leaves them
                to themselves.
            watch_s: How often workers are measured while they are used, in seconds.
        """
        self.ledger = Ledger()
        self.occupancy = UsageTracker(self.ledger, budgets)
        self._devices = devices
        self._clock = clock
        self._budgets = budgets
        self.patience_s = patience_s
        self._queue = AdmissionQueue(clock, patience_s)
        self._stage = Stage(devices, self.ledger, budgets)
        self.keyed = KeyedReservations(
            self._stage,
            self.ledger,
            budgets,
            clock,
            self._queue.something_changed,
            is_lent=lambda: self._refusal is not None,
        )
        self._others = ExternalUsage(self._stage, clock, reserve_bytes)
        self._pulse = PeriodicTask(clock, watch_s, self._watch, "engineroom-memory")
        self._refusal: str | None = None
        self._closed = False

    # Starts.

    def plan(self, tenant: MemoryUser) -> Plan:
        """What would become of a start now. Nothing is done; reads devices."""
        if self._is_uncounted(tenant) and not self._is_lent_to(tenant):
            return Fits(CPU, 0, 0)
        running = next((it for it in self.ledger.reservations() if it.holder is tenant), None)
        if running is not None and running.place is not None:
            return Fits(running.place, running.claimed_bytes, running.claimed_bytes)
        demand = Demand.of(tenant)
        return self._held_back(tenant, self._look(demand).plan(demand))

    def admit(self, tenant: MemoryUser, ticket: Ticket) -> Reservation:
        """Wait until a tenant may start, making room for it as needed.

        Raises:
            WorkerRefused: There is no room and none can be made.
            WorkerStopped: The ticket was cancelled, or the supervisor was closed.
        """
        self._check_open(tenant)
        if self._is_uncounted(tenant):
            reservation = self.ledger.reserve(tenant.tool_name, tenant.vram_budget, 0, None, tenant)
            # Only now: whoever lends the GPU refuses first, and then looks who is there.
            if not self._is_lent_to(tenant):
                return reservation
            self.release(reservation)
        granted: list[Reservation] = []
        try:
            self._admit_in_turn(tenant, ticket, granted)
        except BaseException:
            for reservation in granted:
                self.release(reservation)
            raise
        return granted[0]

    def _admit_in_turn(
        self, tenant: MemoryUser, ticket: Ticket, granted: list[Reservation]
    ) -> None:
        kept_out: list[MemoryUser] = []

        def attempt(turn: Turn) -> Plan:
            self._check_open(tenant)
            return self._attempt(tenant, turn, granted, kept_out)

        try:
            self._queue.admit(ticket, attempt)
        except WorkerRefused as refused:
            if not (tenant.cpu_mode and self.is_for_gpu(tenant)):
                raise
            logger.info("%s; starting on the CPU instead", refused)
            granted.append(self._grant(tenant, on_cpu(Wait(translatable("a GPU"))), is_choice=True))
        finally:
            for other in kept_out:
                other.resume_requests(tenant)

    def cancel(self, ticket: Ticket) -> None:
        """Have a start that waits for admission give up."""
        self._queue.cancel(ticket)

    def attach(self, reservation: Reservation, process: GPUWorker) -> None:
        """Tell which process will take what was promised."""
        self.ledger.attach(reservation, lambda: process.last_pid)

    def settle(self, reservation: Reservation, process: GPUWorker, load_s: float) -> None:
        """Confirm a promise by what a worker holds after its load, and learn from it.

        Args:
            reservation: What it was promised.
            process: The worker.
            load_s: Seconds from its spawn to READY.
        """
        pid = process.pid
        tenant = reservation.holder
        if pid is None or tenant is None:
            return  # it has gone already
        key, reported = reservation.key, reported_bytes(process)
        if reported is None and self._budgets.is_declared_free(key):
            self._settle(reservation, (), 0, None)  # on the CPU: nothing to measure
            self.occupancy.begin(reservation, tenant, process, 0, load_s)
            return
        pids = tree_pids(pid) or frozenset({pid})
        shown = self._shown_on(pids)
        # Wherever it was sent to, it is where most of it is.
        place = max(shown, key=shown.__getitem__) if shown else reservation.place
        if place is None and reported is not None:
            place = self._only_gpu()
        held = sum(shown.values()) or reported
        if held is not None:
            self._budgets.record(key, held / GIB)
        need = self._budgets.need(key, gpu_at(place), tenant.precision)
        # On the CPU of a machine with a GPU, nothing was promised, and nothing counts.
        counts = bool(gpu_at(place)) or reservation.claimed_bytes > 0
        claimed = reach_bytes(reservation, need, held) if counts else 0
        self._settle(reservation, pids, claimed, reported, place)
        self.occupancy.begin(reservation, tenant, process, held or 0, load_s)
        self._pulse.want()

    def _shown_on(self, pids: Collection[int]) -> dict[Place, int]:
        """What the driver shows of processes, by GPU; empty where it tells nothing."""
        devices = [it for it in self._devices.usable() if self._devices.are_dependable([it])]
        shares = {Place.on(it): shares_of(pids, [it]) for it in devices}
        return {place: share for place, share in shares.items() if share}

    def _only_gpu(self) -> Place | None:
        """Where memory of a GPU must be; None where there are several, or there is none."""
        gpus = [place for it in self._devices.usable() if gpu_at(place := Place.on(it))]
        return gpus[0] if len(gpus) == 1 else None

    def release(self, reservation: Reservation) -> None:
        """Take a promise back, once its worker's processes have gone."""
        has_learned = self.occupancy.end(reservation)
        self.ledger.release(reservation, self._clock.now())
        self._queue.something_changed()
        if has_learned:
            self._pulse.want()  # writes it down

    def note_out_of_memory(self, reservation: Reservation) -> None:
        """Learn that what a worker was promised was not enough."""
        tenant = reservation.holder
        gpu = gpu_at(reservation.place)
        if tenant is None or not gpu:
            return
        promised = max(reservation.claimed_bytes, self.occupancy.peak_bytes(reservation) or 0)
        logger.warning(
            "%s ran out of memory on %s with %s reserved; raising its budget",
            reservation.name,
            gpu,
            memory_size(promised),
        )
        self._budgets.raise_need(reservation.key, gpu, tenant.precision, promised)
        self._pulse.want()  # writes it down

    # On the hot path: two look-ups, and nothing more while nobody waits.

    def answered(self, reservation: Reservation | None) -> None:
        """A tenant's worker has answered a request."""
        if reservation is not None and self.occupancy.answered(reservation):
            self._pulse.want()

    def became_idle(self) -> None:
        """A tenant has answered its last caller."""
        if self._queue.is_contended:
            self._queue.something_changed()

    # The whole.

    @property
    def reserve_bytes(self) -> int:
        """What other programs shall find free on each GPU; 0 leaves them to themselves."""
        return self._others.reserve_bytes

    @reserve_bytes.setter
    def reserve_bytes(self, size_bytes: int) -> None:
        self._others.reserve_bytes = max(0, size_bytes)
        self._pulse.want()

    def hold(self, refusal: str | None) -> None:
        """Refuse every start on a GPU for this reason; None admits them again.

        Whoever was just being promised memory has been promised it when this returns.
        """
        with self._stage.promising:
            self._refusal = refusal
        self._queue.something_changed()

    def protect(self, tenants: Collection[MemoryUser]) -> None:
        """Have these count as pinned from now on, and nobody else: they are coming back."""
        self._stage.protected = tuple(tenants)
        self._queue.something_changed()

    def tenants_on_gpu(self) -> list[MemoryUser]:
        """Those that hold, or have been promised, memory of a GPU; who came first is first.

        So do those of which nobody knows where they are: that load, or that say themselves
        that they hold some.
        """
        there: list[MemoryUser] = []
        for it in self.ledger.reservations():
            tenant = it.holder  # once: it may be given up at any moment
            if tenant is None:
                continue
            is_somewhere = it.settled_at == math.inf or it.reported_bytes is not None
            if gpu_at(it.place) or (it.place is None and is_somewhere and self.is_for_gpu(tenant)):
                there.append(tenant)
        return there

    def is_for_gpu(self, tenant: MemoryUser) -> bool:
        """True for a tenant that takes, or may take, memory of a GPU."""
        key = tenant.vram_budget
        is_free = self._budgets.is_declared_free(key) and not self._budgets.is_measured(key)
        has_gpu = any(gpu_at(Place.on(device)) for device in self._devices.usable())
        return has_gpu and not is_free and not is_cpu(tenant.device)

    def close(self) -> None:
        """Admit nobody from now on."""
        self._closed = True
        self._queue.something_changed()

    def end(self) -> None:
        """End the thread, and write down what was learned; every worker has gone."""
        self._pulse.close()
        self._budgets.save()

    def _is_uncounted(self, tenant: MemoryUser) -> bool:
        return tenant.device is None and not self._budgets.needed_bytes(tenant.vram_budget)

    def _is_lent_to(self, tenant: MemoryUser) -> bool:
        """True for a tenant that would take memory of a GPU which other programs have now."""
        return self._refusal is not None and self.is_for_gpu(tenant)

    def _check_open(self, tenant: MemoryUser) -> None:
        if self._closed:
            message = f"couldn't start {tenant.tool_name}: its supervisor is closed"
            raise WorkerStopped(message, worker=tenant.tool_name)

    def _look(self, demand: Demand) -> PlanningInput:
        return self._stage.look(demand, self._clock.now())

    def _settle(
        self,
        reservation: Reservation,
        pids: Collection[int],
        claimed_bytes: int,
        reported_bytes: int | None,
        place: Place | None = None,
    ) -> None:
        now = self._clock.now()
        self.ledger.settle(reservation, pids, claimed_bytes, reported_bytes, now, place)

    # One attempt of a start. The queue sees to it that there is only one at a time.

    def _attempt(
        self, tenant: MemoryUser, turn: Turn, granted: list[Reservation], kept_out: list[MemoryUser]
    ) -> Plan:
        demand = Demand.of(tenant)
        with self._stage.promising:
            scene = self._look(demand)
            plan = self._held_back(tenant, scene.plan(demand))
            if isinstance(plan, Fits):
                granted.append(self._grant(tenant, plan, is_choice=scene.is_choice))
                for space in scene.spaces:
                    if space.device.uuid == plan.place.uuid:
                        self._others.accept(space)
            elif isinstance(plan, Evict) and turn.may_evict:
                stop_victims(scene, plan, tenant.tool_name)
        if turn.is_aged and isinstance(plan, Wait):
            self._keep_out(tenant, scene, plan, kept_out)
        return plan

    def _held_back(self, tenant: MemoryUser, plan: Plan) -> Plan:
        """The plan while the GPU is lent to other programs, or has just come back."""
        reason = self._refusal  # once: it may be taken back in this very moment
        returning = self._stage.protected
        if reason is None and returning and tenant not in returning and isinstance(plan, Refuse):
            who = listed([it.tool_name for it in returning])
            return Wait(translatable("{engines} to return to the GPU", engines=who))
        if reason is None or not self.is_for_gpu(tenant):
            return plan
        refusal = Refuse(reason, translatable("resume the engines when you're done with the GPU"))
        return on_cpu(refusal) if tenant.cpu_mode else refusal

    def _grant(self, tenant: MemoryUser, plan: Fits, *, is_choice: bool) -> Reservation:
        if plan.instead:
            logger.info("%s starts on the CPU: %s", tenant.tool_name, plan.instead)
        reservation = self.ledger.reserve(
            tenant.tool_name, tenant.vram_budget, plan.needed_bytes, plan.place, tenant
        )
        reservation.environment = environment(plan.place, is_choice=is_choice or bool(plan.instead))
        return reservation

    def _keep_out(
        self, tenant: MemoryUser, scene: PlanningInput, plan: Wait, kept_out: list[MemoryUser]
    ) -> None:
        """Have those that block an aged start take no new requests until it is over."""
        for name in plan.blockers:
            other = scene.tenants[name]
            if other not in kept_out:
                kept_out.append(other)
                other.pause_requests(tenant)

    # What happens while workers run.

    def _watch(self) -> bool:
        self._budgets.save()
        # For those on the CPU no driver is asked: that would keep a laptop's GPU awake.
        may_be_on_gpu = self.occupancy.may_be_on_gpu
        devices = self._devices.usable() if may_be_on_gpu else ()
        if may_be_on_gpu and not self._devices.are_dependable(devices):
            return True
        growing = self.occupancy.look(devices)
        for stay in growing:
            if stay.tenant.restart_if_idle():
                logger.warning("restarting %s: %s", stay.tenant.tool_name, stay.growth)
        if may_be_on_gpu:
            self._others.look()
        return bool(growing) or (self.reserve_bytes > 0 and may_be_on_gpu)
