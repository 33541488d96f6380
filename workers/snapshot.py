"""Snapshots of workers and devices, for views.

A view never touches a live worker. It holds a snapshot, which is taken without waiting.
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
        engine: The engine's name for users.
        state: See :class:`~workers.base.states.WorkerState`.
        device: ``cpu``, ``cuda:0`` …; None until the worker reports it.
        place: Where memory is reserved; None without a process, or if none is counted.
        pid: The worker's process; None without one.
        memory_bytes: Device memory that it holds now; None if unknown.
        memory_source: Source of that figure: the ``driver``, the ``worker``, or what is
            ``declared`` if neither reports it; None without a figure.
        peak_bytes: Most memory measured since it started; None if unknown.
        ram_bytes: Resident memory of its processes; None if unknown.
        cpu_percent: Percent of one core, for all its processes, between the last two readings;
            None until there are two.
        budget_bytes: Memory that is reserved for it, or will be at its start.
        budget_is_measured: True if that was measured during its requests.
        reload_s: Seconds that a load takes; None if never measured.
        idle_s: Seconds since its last request; None while it serves one or never ran.
        idle_timeout_s: Seconds without a request until it is stopped; 0 for never.
        idle_remaining_s: Seconds until then; None if it doesn't run, is busy, or is pinned.
        is_pinned: True if it is never stopped for another worker, nor for being idle.
        requests_served: Since the tool was created.
        requests_in_flight: Requests that wait or are being served now.
        accepts_requests: False while new requests to a running worker wait or are rejected.
        real_time_factor: Seconds of processing per second of speech, for the last speech;
            None until known.
        first_audio_s: Seconds from the last request for a stream to its first audio; None
            until known.
        progress: Last report of a load in progress; None otherwise.
        last_error: Why it last failed, in one sentence; None after a success.
        failure: Its last crash, failed start, or refused start; None after a success.
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
        """False if ``memory_bytes`` is only declared."""
        return self.memory_source in ("driver", "worker")


@dataclass(frozen=True, slots=True)
class DeviceLedger:
    """Memory of a device, beyond its reading.

    Attributes:
        uuid: UUID of the device.
        reserved_bytes: Reserved for workers that haven't taken it yet.
        promisable_bytes: What a start could reserve now; negative if too much is in use.
        others: Other programs and their memory, largest first, if the driver reports them.
        others_bytes: Memory of all other programs.
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
        gpu_is_released: True while the GPUs are released to other programs, so that no engine
            starts on one.
    """

    workers: tuple[WorkerSnapshot, ...]
    devices: tuple[DeviceReading, ...]
    ledgers: tuple[DeviceLedger, ...] = ()
    gpu_is_released: bool = False

    @property
    def reserved_bytes(self) -> int:
        """Reserved for workers that haven't taken it yet, on all devices."""
        return sum(ledger.reserved_bytes for ledger in self.ledgers)
