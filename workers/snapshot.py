"""Frozen pictures of workers and devices: what views draw from.

A view never touches a live worker: it holds one of these, taken without waiting
for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from workers.base.events import Progress
    from workers.base.states import WorkerState
    from workers.devices.probe import DeviceReading, ProcessMemory
    from workers.diagnosis.failure import Failure
    from workers.memory.plan import Place

MemorySource = Literal["driver", "worker", "declared"]


@dataclass(frozen=True, slots=True)
class WorkerSnapshot:
    """One tool at one moment.

    Attributes:
        name: The tool's name, unique in its supervisor.
        engine: The engine's name as users read it.
        state: See :class:`~workers.base.states.WorkerState`.
        device: ``cpu``, ``cuda:0`` …; None until the worker has told.
        place: Where it was promised memory; None without a process, or where none counts.
        pid: The worker's process; None without one.
        memory_bytes: Device memory it holds now; None where unknown.
        memory_source: Whose word that is: the ``driver``'s, the ``worker``'s own, or what
            is ``declared`` for it where neither tells; None with no figure.
        peak_bytes: The most it was seen to hold since it started; None where unknown.
        ram_bytes: Resident memory of its processes; None where unknown.
        cpu_percent: Of one core, over its processes, between the last two readings; None until
            there are two.
        budget_bytes: What is reserved for it, or will be when it starts.
        budget_is_measured: True where that was learned from its requests.
        reload_s: Seconds that it takes to load; None where never measured.
        idle_s: Seconds since its last request; None while it serves one or never ran.
        idle_timeout_s: After how long it is stopped; 0 for never.
        idle_remaining_s: Seconds until that; None when it does not run, is busy or pinned.
        is_pinned: It is never stopped for another, nor for being idle.
        requests_served: Since the tool was created.
        requests_in_flight: Requests that wait or are being served now.
        accepts_requests: False while new requests wait or are rejected, although it runs.
        real_time_factor: Seconds of processing for a second of speech, of the last speech;
            None until there was one.
        first_audio_s: Seconds from the last request for a stream to its first sound; None
            until there was one.
        progress: What a load in progress last said; None otherwise.
        last_error: Why it last failed, in one sentence; None after a success.
        failure: What is known of its last crash or failed start; None after a success.
    """

    name: str
    engine: str
    state: WorkerState
    device: str | None = None
    place: Place | None = None
    pid: int | None = None
    memory_bytes: int | None = None
    memory_source: MemorySource | None = None
    peak_bytes: int | None = None
    ram_bytes: int | None = None
    cpu_percent: float | None = None
    budget_bytes: int = 0
    budget_is_measured: bool = False
    reload_s: float | None = None
    idle_s: float | None = None
    idle_timeout_s: float = 0.0
    idle_remaining_s: float | None = None
    is_pinned: bool = False
    requests_served: int = 0
    requests_in_flight: int = 0
    accepts_requests: bool = True
    real_time_factor: float | None = None
    first_audio_s: float | None = None
    progress: Progress | None = None
    last_error: str | None = None
    failure: Failure | None = None

    @property
    def memory_is_measured(self) -> bool:
        """False where ``memory_bytes`` is only declared."""
        return self.memory_source in ("driver", "worker")


@dataclass(frozen=True, slots=True)
class DeviceLedger:
    """What is known about a device's memory beyond its reading.

    Attributes:
        uuid: The device's.
        reserved_bytes: Promised to workers that have not taken it yet.
        promisable_bytes: What a start could be promised now; negative when too much is taken.
        others: Other programs and what each holds, largest first, where the driver tells.
        others_bytes: What they hold together.
    """

    uuid: str
    reserved_bytes: int
    promisable_bytes: int
    others: tuple[ProcessMemory, ...]
    others_bytes: int


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    """All workers and all devices at one moment.

    Attributes:
        workers: In the order they were created.
        devices: GPUs by index; without one, the system's memory as a single device.
        ledgers: One for each device, in the same order.
        gpu_is_released: The GPUs are lent to other programs: no engine starts on one.
    """

    workers: tuple[WorkerSnapshot, ...]
    devices: tuple[DeviceReading, ...]
    ledgers: tuple[DeviceLedger, ...] = ()
    gpu_is_released: bool = False

    @property
    def reserved_bytes(self) -> int:
        """Promised to workers that have not taken it yet, on all devices."""
        return sum(ledger.reserved_bytes for ledger in self.ledgers)
