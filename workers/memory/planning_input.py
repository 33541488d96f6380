"""Reads everything that a start is planned from, at one moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workers.base.messages import Translatable, listed, translatable
from workers.devices.probe import DeviceReading
from workers.devices.reader import DeviceReader
from workers.memory.admission import plan_start
from workers.memory.budgets import Budgets
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.ledger import Ledger, Measurement
from workers.memory.memory_user import MemoryUser
from workers.memory.placement import candidates, is_cpu
from workers.memory.plan import CPU, Fits, Place, Plan, Refuse, Wait

_NO_DRIVER = Wait(translatable("waiting for the GPU driver to respond"))


@dataclass(frozen=True, slots=True)
class MemoryRequest:
    """The memory that a start asks for.

    Attributes:
        key: Budget key; None for a fixed size.
        size_bytes: The fixed size.
        precision: Number format of the model.
        device: The only device that will do; None for any.
        has_cpu_mode: True when the CPU will do where no GPU has room.
    """

    key: str | None = None
    size_bytes: int = 0
    precision: str = ""
    device: str | None = None
    has_cpu_mode: bool = False

    @classmethod
    def of(cls, user: MemoryUser) -> MemoryRequest:
        """Makes the request of a tool."""
        return cls(
            key=user.vram_budget,
            precision=user.precision,
            device=user.device,
            has_cpu_mode=user.cpu_mode,
        )


@dataclass(frozen=True, slots=True)
class PlanningInput:
    """Everything that one start is planned from, at one moment.

    Attributes:
        devices: The devices that will do.
        users: The tools whose workers hold memory there, by their names in plans.
        decided: The plan, where there is nothing to weigh.
        has_choice: True when the worker needs variables that say where to run.
    """

    devices: Sequence[DeviceState] = ()
    users: Mapping[str, MemoryUser] = field(default_factory=dict[str, MemoryUser])
    decided: Plan | None = None
    has_choice: bool = False

    def plan(self, request: MemoryRequest) -> Plan:
        """Plans the start."""
        if self.decided is not None:
            return self.decided
        return plan_start(self.devices, has_cpu_mode=request.has_cpu_mode)


class Planner:
    """Reads planning inputs. Safe from any thread; reading devices takes milliseconds.

    Attributes:
        lock: Held from a reading to the reservation that is made by it, and while workers
            are stopped for one: free memory is reserved once, and no worker is stopped for
            two starts. A thread that holds it never notifies observers.
        gpu_refusal: Why no worker may start on a GPU, as a sentence; None while they may.
        protected: Tools that count as pinned in addition to those that are, because they are
            about to return to the GPU.
    """

    def __init__(self, reader: DeviceReader, ledger: Ledger, budgets: Budgets) -> None:
        """Args: as their classes say."""
        self.lock = threading.Lock()
        self.gpu_refusal: Translatable | None = None
        self.protected: tuple[MemoryUser, ...] = ()
        self._reader = reader
        self._ledger = ledger
        self._budgets = budgets

    def read(self, request: MemoryRequest, now: float, exclude: str | None = None) -> PlanningInput:
        """Reads devices, reservations, and workers.

        Args:
            request: The memory that is asked for.
            now: Clock seconds just before.
            exclude: Name of a tool that counts as not running: the one that asks.
        """
        if is_cpu(request.device):
            return PlanningInput(decided=Fits(CPU, 0, 0), has_choice=True)
        usable = self._reader.usable()
        devices = candidates(usable, request.device)
        if not self._reader.are_dependable(devices):
            return PlanningInput(decided=_NO_DRIVER)
        if not devices and request.device is not None and usable:
            refusal = _not_available(request.device, usable)
            decided = on_cpu(refusal) if request.has_cpu_mode else refusal
            return PlanningInput(decided=decided, has_choice=True)
        users: dict[str, MemoryUser] = {}
        states = [self._state(device, request, now, exclude, users) for device in devices]
        gpus = [device for device in usable if device.kind == "gpu"]
        return PlanningInput(states, users, has_choice=len(gpus) > 1 and bool(devices))

    def plan(self, user: MemoryUser, request: MemoryRequest, planning: PlanningInput) -> Plan:
        """Plans the start of a tool's worker; refuses GPUs while they are released."""
        plan = planning.plan(request)
        refusal, returning = self.gpu_refusal, self.protected  # once: both may change
        if refusal is not None and self.may_use_gpu(user):
            help_text = translatable("Resume the engines when you're done with the GPU.")
            refused = Refuse(refusal, help_text)
            return on_cpu(refused) if user.cpu_mode else refused
        if refusal is None and returning and user not in returning and isinstance(plan, Refuse):
            engines = listed([each.tool_name for each in returning])
            return Wait(translatable("waiting for {engines} to return to the GPU", engines=engines))
        return plan

    def may_use_gpu(self, user: MemoryUser) -> bool:
        """Returns whether a tool's worker takes, or may take, memory of a GPU."""
        key = user.vram_budget
        if is_cpu(user.device):
            return False
        if self._budgets.is_declared_free(key) and not self._budgets.is_measured(key):
            return False
        return any(Place.on(device).gpu for device in self._reader.usable())

    def _state(
        self,
        device: DeviceReading,
        request: MemoryRequest,
        now: float,
        exclude: str | None,
        users: dict[str, MemoryUser],
    ) -> DeviceState:
        accounts = self._ledger.accounts(device, now)
        allocations: list[Allocation] = []
        for reservation, measurement in accounts.measurements.items():
            user = reservation.user  # once: another thread may release it
            if user is None:
                allocations.append(Allocation(reservation.name, *measurement))
            elif reservation.name != exclude:
                name = reservation.name
                while name in users:  # tools may share a name
                    name += "'"
                users[name] = user
                allocations.append(self._allocation(name, measurement, user, device, now))
        if request.key is None:
            return DeviceState(device, request.size_bytes, allocations, accounts.returning_bytes)
        budget = self._budgets.budget(request.key, device.name, request.precision)
        state = DeviceState(device, budget.bytes, allocations, accounts.returning_bytes)
        if budget.bytes > budget.least_bytes:
            room_bytes = state.available_soon_bytes + state.stoppable_bytes
            state = replace(state, needed_bytes=budget.within(room_bytes))
        return state

    def _allocation(
        self,
        name: str,
        measurement: Measurement,
        user: MemoryUser,
        device: DeviceReading,
        now: float,
    ) -> Allocation:
        return Allocation(
            name,
            *measurement,
            is_worker=True,
            idle_s=now - user.last_used,
            is_evictable=user.is_evictable(),
            is_pinned=user.is_pinned or user in self.protected,
            reload_s=self._budgets.reload_s(user.vram_budget, device.name, user.precision),
        )


def on_cpu(plan: Plan) -> Fits:
    """Returns the plan for the CPU, because a GPU's plan failed."""
    return replace(Fits(CPU, 0, 0), instead=str(plan))


def _not_available(device: str, usable: Sequence[DeviceReading]) -> Refuse:
    reason = translatable("It's set to run on {device}, which isn't available.", device=device)
    gpus = tuple(
        [f"cuda:{gpu.index} ({gpu.name}, {gpu.uuid})" for gpu in usable if gpu.kind == "gpu"]
    )
    remedy: Translatable = translatable("Choose Any with room, because this computer has no GPU.")
    if gpus:
        remedy = translatable("Choose {gpus}.", gpus=gpus)
    return Refuse(reason, remedy)
