"""Outcomes of planning a start, as plain data: shown, returned by a dry run, logged, obeyed."""

from __future__ import annotations

from dataclasses import dataclass

from workers.base.messages import Translatable, listed, paragraph
from workers.base.sizes import memory_size
from workers.devices.probe import Backend, DeviceReading

#: How soon a waiting start looks again, in seconds: for memory that is on its way back, and
#: for memory that other programs may give back.
SOON_S = 0.01
LATER_S = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker runs.

    Attributes:
        uuid: The device's, as in its readings; ``system`` for the CPU.
        index: The device's; 0 for the CPU.
        name: For people.
        backend: How an engine's library reaches the device.
    """

    uuid: str
    index: int
    name: str
    backend: Backend

    @classmethod
    def on(cls, device: DeviceReading) -> Place:
        """Makes the place that a device is."""
        return cls(device.uuid, device.index, device.name, device.backend)

    @property
    def label(self) -> str:
        """PyTorch's name, also used in results: ``cuda:1``, ``mps``, ``cpu``."""
        if self.backend in ("cuda", "rocm"):
            return f"cuda:{self.index}"
        return self.backend

    @property
    def gpu(self) -> str:
        """The model of GPU; empty where it is no GPU."""
        return "" if self.backend == "cpu" else self.name


#: Where no device's memory is taken.
CPU = Place("system", 0, "CPU", "cpu")


@dataclass(frozen=True, slots=True)
class Fits:
    """The worker may start now.

    Attributes:
        place: Where.
        needed_bytes: What is reserved there; 0 when memory is not counted.
        free_bytes: What was available there before.
        instead: Why the worker is not on a GPU although it could use one; else empty.
    """

    place: Place
    needed_bytes: int
    free_bytes: int
    instead: str = ""

    def __str__(self) -> str:
        """Returns one sentence, in English."""
        where = f"fits on {self.place.name}"
        if self.instead:
            return f"{where} instead of a GPU: {self.instead}"
        if not self.needed_bytes:
            return f"{where}, memory not tracked"
        return (
            f"{where}: needs {memory_size(self.needed_bytes)}, {memory_size(self.free_bytes)} free"
        )


@dataclass(frozen=True, slots=True)
class EvictedWorker:
    """A worker that is to be stopped for another.

    Attributes:
        name: The worker's name; unique within a plan.
        frees_bytes: What stopping it frees.
        idle_s: Seconds since its last request.
        reload_s: Seconds of a load; None where never measured.
    """

    name: str
    frees_bytes: int
    idle_s: float
    reload_s: float | None = None

    def __str__(self) -> str:
        """Returns the name, the gain, and the cost, in English."""
        cost = "" if self.reload_s is None else f", reloads in {duration(self.reload_s)}"
        frees = f"frees {memory_size(self.frees_bytes)}"
        return f"{self.name} (idle for {duration(self.idle_s)}, {frees}{cost})"


@dataclass(frozen=True, slots=True)
class Evict:
    """The worker may start once others have been stopped, in this order.

    Attributes:
        place: Where it will run.
        needed_bytes: What will be reserved there.
        free_bytes: What is available there before, including returning memory; negative when
            too much is taken.
        victims: The workers to stop, the least needed first; each one is required.
    """

    place: Place
    needed_bytes: int
    free_bytes: int
    victims: tuple[EvictedWorker, ...]

    def __str__(self) -> str:
        """Returns one sentence, in English."""
        victims = listed([str(victim) for victim in self.victims])
        return (
            f"stops {victims} on {self.place.name}: needs {memory_size(self.needed_bytes)}, "
            f"{memory_size(max(0, self.free_bytes))} free"
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """The worker may fit later.

    Attributes:
        reason: Status text, such as ``waiting for memory held by F5``.
        retry_s: How soon the wait may be over without a notification.
        blockers: Busy workers that would free enough. A start that has waited long enough
            pauses their requests.
    """

    reason: str
    retry_s: float = LATER_S
    blockers: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """True when the memory is already on its way back."""
        return self.retry_s <= SOON_S

    def __str__(self) -> str:
        """Returns the status text, in English."""
        return self.reason


@dataclass(frozen=True, slots=True)
class Refuse:
    """The worker cannot fit, whichever workers are stopped.

    Attributes:
        reason: Full sentences: why.
        help: A full sentence: what would help.
    """

    reason: str
    help: str

    @property
    def sentence(self) -> Translatable:
        """Reason and help."""
        return paragraph(self.reason, self.help)

    def __str__(self) -> str:
        """Returns reason and help, in English."""
        return self.sentence


Plan = Fits | Evict | Wait | Refuse


def duration(seconds: float) -> str:
    """Formats seconds for messages: ``2.5 s``, ``45 s``, ``12 min``, ``3.5 h``."""
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
