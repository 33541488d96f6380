"""What may become of a start, as plain data: shown, returned by a dry run, logged, obeyed."""

from __future__ import annotations

from dataclasses import dataclass

from workers.base.messages import Translatable, listed, translatable
from workers.base.sizes import memory_size
from workers.devices.probe import Backend, DeviceReading

#: How soon a start that waits looks again, in seconds: for memory that is on its way, and
#: for memory that other programs may give back.
SOON_S = 0.01
LATER_S = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker runs.

    Attributes:
        uuid: The device's, as its readings have it; ``system`` for the CPU.
        index: The device's; 0 for the CPU.
        name: For people.
        backend: How an engine's library reaches it.
    """

    uuid: str
    index: int
    name: str
    backend: Backend

    @classmethod
    def on(cls, device: DeviceReading) -> Place:
        """The place that a device is."""
        return cls(device.uuid, device.index, device.name, device.backend)

    @property
    def label(self) -> str:
        """As torch and results name it: ``cuda:1``, ``mps``, ``cpu``."""
        if self.backend in ("cuda", "rocm"):
            return f"cuda:{self.index}"
        return self.backend


#: Where there is no device to take memory from.
CPU = Place("system", 0, "CPU", "cpu")


@dataclass(frozen=True, slots=True)
class Fits:
    """It may start now.

    Attributes:
        place: Where.
        needed_bytes: What it is promised there; 0 when nothing is counted.
        free_bytes: What could be promised there before.
        instead: Why it is not on a GPU, where one was wanted; empty otherwise.
    """

    place: Place
    needed_bytes: int
    free_bytes: int
    instead: str = ""

    def __str__(self) -> str:
        """One sentence, in English."""
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
        name: Whose worker it is; unique within a plan.
        frees_bytes: What comes back.
        idle_s: Seconds since its last request.
        reload_s: Seconds that it takes to load again; None where never measured.
    """

    name: str
    frees_bytes: int
    idle_s: float
    reload_s: float | None = None

    def __str__(self) -> str:
        """Who, why, what comes back and what it costs, in English."""
        cost = "" if self.reload_s is None else f", reloads in {duration(self.reload_s)}"
        frees = f"frees {memory_size(self.frees_bytes)}"
        return f"{self.name} (idle for {duration(self.idle_s)}, {frees}{cost})"


@dataclass(frozen=True, slots=True)
class Evict:
    """It may start once these have been stopped, in this order.

    Attributes:
        place: Where it will run.
        needed_bytes: What it will be promised there.
        free_bytes: What can be promised there before anybody is stopped, with what is on
            its way back; negative when too much is taken.
        victims: Whom to stop: the least needed first, and nobody in vain.
    """

    place: Place
    needed_bytes: int
    free_bytes: int
    victims: tuple[EvictedWorker, ...]

    def __str__(self) -> str:
        """One sentence, in English."""
        who = listed([str(victim) for victim in self.victims])
        return (
            f"stops {who} on {self.place.name}: needs {memory_size(self.needed_bytes)}, "
            f"{memory_size(max(0, self.free_bytes))} free"
        )


@dataclass(frozen=True, slots=True)
class Wait:
    """It may fit later.

    Attributes:
        cause: What it waits for, as the end of a sentence.
        look_again_s: How soon that may be over without anybody telling.
        blockers: Busy workers that would make room if they were left in peace: whom a
            start that has waited for long enough keeps from taking new requests.
    """

    cause: str
    look_again_s: float = LATER_S
    blockers: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """True when the memory is already on its way."""
        return self.look_again_s <= SOON_S

    @property
    def sentence(self) -> Translatable:
        """What it does."""
        return translatable("waiting for {cause}", cause=self.cause)

    def __str__(self) -> str:
        """One sentence, in English."""
        return self.sentence


@dataclass(frozen=True, slots=True)
class Refuse:
    """It cannot fit, whatever we stop.

    Attributes:
        reason: The arithmetic.
        help: What would help.
    """

    reason: str
    help: str

    @property
    def sentence(self) -> Translatable:
        """Both."""
        return translatable("{reason}; {help}", reason=self.reason, help=self.help)

    def __str__(self) -> str:
        """Both, in English."""
        return self.sentence


Plan = Fits | Evict | Wait | Refuse


def duration(seconds: float) -> str:
    """Seconds as messages have them: ``2.5 s``, ``45 s``, ``12 min``, ``3.5 h``."""
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
