"""Memory: who may take it, who must give it back, and who is waited for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from workers.clock import Clock
from workers.errors import WorkerStopped
from workers.gpu.probe import DeviceReading
from workers.process.tree import tree_pids
from workers.supervisor.admission import (
    Claim,
    Decision,
    Evict,
    Fits,
    Wait,
    decide,
    promisable_bytes,
)
from workers.supervisor.devices import Devices
from workers.supervisor.eviction import Resident
from workers.supervisor.ledger import Ledger, Reservation
from workers.supervisor.measured import Budgets, is_possible
from workers.supervisor.queue import AdmissionQueue, Ticket

logger = logging.getLogger(__name__)

_GB = 2**30
_NO_DRIVER = Wait("the GPU's driver, which does not answer")


class Tenant(Protocol):
    """A tool, as far as its memory goes."""

    @property
    def tool_name(self) -> str:
        """For people; several tools may have the same."""
        ...

    @property
    def vram_budget(self) -> str:
        """Its budget key."""
        ...

    @property
    def last_used(self) -> float:
        """Clock seconds of its last request, or of its creation."""
        ...

    def is_evictable(self) -> bool:
        """True when it runs and nobody waits for it."""
        ...

    def stop_for_eviction(self) -> bool:
        """Stop it unless a request has come in for it; True when it was stopped.

        Tells nobody: :meth:`deliver` is called when that cannot hurt.
        """
        ...

    def deliver(self) -> None:
        """Tell its observers what has happened."""
        ...


class Process(Protocol):
    """A worker's process."""

    @property
    def last_pid(self) -> int | None:
        """Its id, whether it lives or not; None before it was spawned."""
        ...


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything that a decision is made from, of one moment."""

    device: DeviceReading | None
    is_dependable: bool
    claims: Sequence[Claim] = ()
    residents: Sequence[Resident] = ()
    tenants: Mapping[str, Tenant] = field(default_factory=dict[str, Tenant])
    returning_bytes: int = 0

    def decide(self, needed_bytes: int) -> Decision:
        if not self.is_dependable:
            return _NO_DRIVER
        if self.device is None:
            return Fits()  # the driver has gone for good: nothing is known, nothing gained
        return decide(needed_bytes, self.device, self.claims, self.residents, self.returning_bytes)


class Memory:
    """Promises memory to starts, and stops idle tenants to keep its word."""

    def __init__(
        self,
        devices: Devices,
        clock: Clock,
        budgets: Budgets,
        patience_s: float,
    ) -> None:
        """Promise nothing yet.

        Args:
            devices: Where readings come from.
            clock: Tells the time and waits.
            budgets: What each kind of worker needs.
            patience_s: Longest wait for memory, in seconds.
        """
        self._devices = devices
        self._clock = clock
        self._budgets = budgets
        self._ledger = Ledger()
        self._queue = AdmissionQueue(clock, patience_s)
        # Held from a reading to the promise that is made by it, and while tenants are
        # stopped for one: what is free is promised once, and nobody is stopped twice over.
        # Observers are never told by a thread that holds it.
        self._promising = threading.Lock()
        self._closed = False

    def admit(self, tenant: Tenant, ticket: Ticket) -> Reservation:
        """Wait until a tenant may start, making room for it as needed.

        Raises:
            WorkerRefused: There is no room and none can be made.
            WorkerStopped: The ticket was cancelled, or the supervisor was closed.
        """
        key = tenant.vram_budget
        needed = self._budgets.needed_bytes(key)
        self._check_open(tenant)
        if needed == 0:
            return self._ledger.reserve(tenant.tool_name, key, 0, tenant)
        granted: list[Reservation] = []

        def attempt() -> Decision:
            self._check_open(tenant)
            stopped: list[Tenant] = []
            try:
                with self._promising:
                    scene = self._look()
                    decision = scene.decide(needed)
                    if isinstance(decision, Fits):
                        granted.append(self._ledger.reserve(tenant.tool_name, key, needed, tenant))
                    self._stop_victims(scene, decision, stopped, f"for {tenant.tool_name}")
            finally:
                for victim in stopped:
                    # On a thread of its own: an observer may start something, which has to
                    # wait until this start is over.
                    name = f"tell-{victim.tool_name}"
                    threading.Thread(target=victim.deliver, name=name, daemon=True).start()
            return decision

        try:
            self._queue.admit(ticket, attempt)
        except BaseException:
            for reservation in granted:
                self.release(reservation)
            raise
        return granted[0]

    def cancel(self, ticket: Ticket) -> None:
        """Have a start that waits for admission give up."""
        self._queue.cancel(ticket)

    def attach(self, reservation: Reservation, process: Process) -> None:
        """Tell which process will take what was promised."""
        self._ledger.attach(reservation, lambda: process.last_pid)

    def settle(self, reservation: Reservation, pid: int | None, reported_gb: float) -> None:
        """Replace a promise by what a worker holds after its load, and learn from it."""
        # A word that cannot be true would leave no memory for anybody else.
        reported = int(reported_gb * _GB) if is_possible(reported_gb) else None
        if pid is None:
            return  # it has gone already
        if reported is None and self._budgets.is_declared_free(reservation.key):
            self._settle(reservation, (), 0, None)  # on the CPU: nothing to measure
            return
        pids = tree_pids(pid) or frozenset({pid})
        measured = self._measured_bytes(pids) or reported
        if measured is not None:
            self._budgets.record(reservation.key, measured / _GB)
        claimed = self._budgets.size_bytes(reservation.key)
        self._settle(reservation, pids, claimed, reported)

    def release(self, reservation: Reservation) -> None:
        """Take a promise back, once its worker's processes have gone."""
        self._ledger.release(reservation, self._clock.now())
        self._queue.something_changed()

    def became_idle(self) -> None:
        """A tenant has answered its last caller. On the hot path: nothing if nobody waits."""
        if self._queue.is_contended:
            self._queue.something_changed()

    def make_room(self, needed_bytes: int, exclude: str | None = None) -> bool:
        """Stop least recently used idle tenants until ``needed_bytes`` are free.

        Args:
            needed_bytes: What must be free.
            exclude: Name of a tool that is not stopped: the one that wants the room.

        Returns:
            False when there is not that much to be had.
        """
        returned = threading.Condition()
        while True:
            stopped: list[Tenant] = []
            try:
                with self._promising:
                    scene = self._look(exclude=exclude)
                    decision = scene.decide(needed_bytes)
                    self._stop_victims(scene, decision, stopped, "as asked")
            finally:
                for victim in stopped:
                    victim.deliver()
            if isinstance(decision, Evict):
                continue
            if isinstance(decision, Wait) and decision.is_short:
                with returned:
                    self._clock.wait(returned, decision.look_again_s)
                continue
            return isinstance(decision, Fits) and scene.device is not None

    def free_bytes(self) -> int:
        """What may still be promised on the device that workers run on; 0 if unknown."""
        scene = self._look()
        if scene.device is None or not scene.is_dependable:
            return 0
        return promisable_bytes(scene.device, scene.claims)

    def reserve_for(self, owner: str, key: str) -> bool:
        """Promise a budget to somebody who is not a tenant; idempotent.

        Returns:
            False when it does not fit. An unknown key fits.
        """
        with self._promising:
            if self._ledger.holds(owner, key) is not None:
                return True
            needed = self._budgets.needed_bytes(key)
            if needed and not isinstance(self._look().decide(needed), Fits):
                return False
            self._ledger.reserve(owner, key, self._budgets.size_bytes(key))
            return True

    def release_for(self, owner: str, key: str) -> None:
        """Take back what :meth:`reserve_for` promised."""
        reservation = self._ledger.holds(owner, key)
        if reservation is not None:
            self.release(reservation)

    def record_for(self, owner: str, key: str, gigabytes: float) -> None:
        """Learn a budget's size; what ``owner`` was promised of it counts as taken."""
        self._budgets.record(key, gigabytes)
        reservation = self._ledger.holds(owner, key)
        if reservation is not None and gigabytes > 0:
            size = self._budgets.size_bytes(key)
            self._settle(reservation, (), size, size)

    def claims(self, device: DeviceReading) -> tuple[Claim, ...]:
        """Every promise beside what ``device`` shows of it."""
        return tuple(self._ledger.accounts(device, self._clock.now()).claims.values())

    def promised_bytes(self) -> int:
        """The sum of all promises."""
        return self._ledger.promised_bytes()

    def close(self) -> None:
        """Admit nobody from now on."""
        self._closed = True
        self._queue.something_changed()

    def _check_open(self, tenant: Tenant) -> None:
        if self._closed:
            message = f"{tenant.tool_name} was not started: its supervisor has been closed"
            raise WorkerStopped(message, worker=tenant.tool_name)

    def _settle(
        self, reservation: Reservation, pids: Collection[int], claimed: int, reported: int | None
    ) -> None:
        self._ledger.settle(reservation, pids, claimed, reported, self._clock.now())

    def _look(self, exclude: str | None = None) -> _Scene:
        now = self._clock.now()
        device = self._devices.working()
        is_dependable = self._devices.is_dependable(device)
        if device is None:
            return _Scene(None, is_dependable)
        accounts = self._ledger.accounts(device, now)
        claims: list[Claim] = []
        residents: list[Resident] = []
        tenants: dict[str, Tenant] = {}
        for reservation, claim in accounts.claims.items():
            if reservation.holder is not None and claim.name == exclude:
                continue
            claims.append(claim)
            tenant = cast("Tenant | None", reservation.holder)
            if tenant is None:
                continue
            label = claim.name
            while label in tenants:
                label += "'"
            tenants[label] = tenant
            is_idle, is_loading = tenant.is_evictable(), not claim.is_settled
            residents.append(
                Resident(label, claim.held_bytes, tenant.last_used, is_idle, is_loading)
            )
        return _Scene(device, is_dependable, claims, residents, tenants, accounts.returning_bytes)

    def _stop_victims(
        self, scene: _Scene, decision: Decision, stopped: list[Tenant], why: str
    ) -> None:
        """Stop whom a decision names; whom a request has rescued ends it, to decide anew."""
        for name in decision.victims if isinstance(decision, Evict) else ():
            logger.info("stopping %s to make room %s", name, why)
            victim = scene.tenants[name]
            if not victim.stop_for_eviction():
                return
            stopped.append(victim)

    def _measured_bytes(self, pids: frozenset[int]) -> int | None:
        shares = [
            process.used_bytes
            for device in self._devices.read()
            if device.kind == "gpu" and self._devices.is_dependable(device)
            for process in device.processes
            if process.pid in pids and process.used_bytes is not None
        ]
        return sum(shares) if shares else None
