"""Everything that a start is planned from, of one moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workers.base.messages import translatable
from workers.devices.dependable import Devices
from workers.devices.probe import DeviceReading
from workers.memory.admission import Claim, DeviceState, plan_start, promisable_bytes, without
from workers.memory.eviction import RunningWorker
from workers.memory.ledger import Ledger
from workers.memory.measured_budgets import Budgets
from workers.memory.memory_user import MemoryUser
from workers.memory.placement import candidates, is_cpu
from workers.memory.plan import CPU, Fits, Plan, Refuse, Wait

_NO_DRIVER = Wait(translatable("the GPU driver to respond"))


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for.

    Attributes:
        key: Budget key; None for a fixed size.
        size_bytes: That size.
        precision: Of the model's numbers.
        device: The only device that will do; None for any.
        has_cpu_mode: Whether the CPU will do where no GPU has room.
    """

    key: str | None = None
    size_bytes: int = 0
    precision: str = ""
    device: str | None = None
    has_cpu_mode: bool = False

    @classmethod
    def of(cls, tenant: MemoryUser) -> Demand:
        """What a tool asks for."""
        return cls(
            key=tenant.vram_budget,
            precision=tenant.precision,
            device=tenant.device,
            has_cpu_mode=tenant.cpu_mode,
        )


@dataclass(frozen=True, slots=True)
class PlanningInput:
    """One moment, as one start sees it.

    Attributes:
        spaces: The devices that will do.
        tenants: Who holds memory there, by the names that plans have.
        decided: The plan, where there is nothing to weigh.
        is_choice: True when the worker has to be told where it shall run.
    """

    spaces: Sequence[DeviceState] = ()
    tenants: Mapping[str, MemoryUser] = field(default_factory=dict[str, MemoryUser])
    decided: Plan | None = None
    is_choice: bool = False

    def plan(self, demand: Demand) -> Plan:
        """Plan what is asked for."""
        if self.decided is not None:
            return self.decided
        return plan_start(self.spaces, has_cpu_mode=demand.has_cpu_mode)


class Stage:
    """Where scenes are seen. Safe from any thread; reading devices takes milliseconds.

    Attributes:
        promising: Held from a reading to the promise that is made by it, and while tenants
            are stopped for one: what is free is promised once, and nobody is stopped twice
            over. Observers are never told by a thread that holds it.
        protected: Who counts as pinned beside those who are.
    """

    def __init__(self, devices: Devices, ledger: Ledger, budgets: Budgets) -> None:
        """Args: as their classes say."""
        self.promising = threading.Lock()
        self.protected: tuple[MemoryUser, ...] = ()
        self._devices = devices
        self._ledger = ledger
        self._budgets = budgets

    def look(self, demand: Demand, now: float, exclude: str | None = None) -> PlanningInput:
        """See everything that is planned from.

        Args:
            demand: What is asked for.
            now: Clock seconds just before.
            exclude: Name of a tool that counts as not there: the one that asks.
        """
        if is_cpu(demand.device):
            return PlanningInput(decided=Fits(CPU, 0, 0), is_choice=True)
        all_devices = self._devices.usable()
        devices = candidates(all_devices, demand.device)
        if not self._devices.are_dependable(devices):
            return PlanningInput(decided=_NO_DRIVER)
        if not devices and demand.device is not None and all_devices:
            refusal = _not_there(demand.device, all_devices)
            decided = on_cpu(refusal) if demand.has_cpu_mode else refusal
            return PlanningInput(decided=decided, is_choice=True)
        tenants: dict[str, MemoryUser] = {}
        spaces = [self._space(device, demand, now, exclude, tenants) for device in devices]
        gpus = [device for device in all_devices if device.kind == "gpu"]
        return PlanningInput(spaces, tenants, is_choice=len(gpus) > 1 and bool(devices))

    def _space(
        self,
        device: DeviceReading,
        demand: Demand,
        now: float,
        exclude: str | None,
        tenants: dict[str, MemoryUser],
    ) -> DeviceState:
        accounts = self._ledger.accounts(device, now)
        returning = accounts.returning_bytes
        claims: list[Claim] = []
        residents: list[RunningWorker] = []
        for reservation, claim in accounts.claims.items():
            if reservation.holder is not None and claim.name == exclude:
                continue
            claims.append(claim)
            tenant = reservation.holder
            if tenant is None:
                continue
            label = claim.name
            while label in tenants:
                label += "'"
            tenants[label] = tenant
            residents.append(self._resident(label, tenant, claim, device, now))
        if demand.key is None:
            needed = demand.size_bytes
        else:
            need = self._budgets.need(demand.key, device.name, demand.precision)
            needed = need.bytes
            if needed > need.least_bytes:
                needed = need.within(_room_bytes(device, claims, residents, returning))
        return DeviceState(device, needed, claims, residents, returning)

    def _resident(
        self, label: str, tenant: MemoryUser, claim: Claim, device: DeviceReading, now: float
    ) -> RunningWorker:
        return RunningWorker(
            name=label,
            held_bytes=claim.held_bytes,
            idle_s=now - tenant.last_used,
            is_evictable=tenant.is_evictable(),
            is_loading=not claim.is_settled,
            is_pinned=tenant.is_pinned or tenant in self.protected,
            reload_s=self._budgets.reload_s(tenant.vram_budget, device.name, tenant.precision),
        )


def _room_bytes(
    device: DeviceReading,
    claims: Sequence[Claim],
    residents: Sequence[RunningWorker],
    returning_bytes: int,
) -> int:
    """What a start could have if everybody were stopped who may ever be stopped for it."""
    free = promisable_bytes(without(device, returning_bytes), claims)
    return free + sum(it.held_bytes for it in residents if not it.is_pinned)


def on_cpu(plan: Plan) -> Fits:
    """The CPU, since a GPU could not be had."""
    return replace(Fits(CPU, 0, 0), instead=str(plan))


def _not_there(wanted: str, devices: Sequence[DeviceReading]) -> Refuse:
    gpus = [device for device in devices if device.kind == "gpu"]
    there = tuple(f"cuda:{it.index} ({it.name}, {it.uuid})" for it in gpus)
    choice = translatable("choose Any with room, because this computer has no GPU")
    if gpus:
        choice = translatable("choose {gpus}", gpus=there)
    return Refuse(
        translatable("it's set to run on {device}, which isn't available", device=wanted), choice
    )
