"""Whether a worker may start: pure functions over plain data.

The supervisor asks, and acts on the answer. Nothing here waits, locks or reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workers.gpu.probe import DeviceReading
from workers.supervisor.eviction import Resident, plan_eviction

_GB = 2**30
#: How soon a start that waits looks again, in seconds: for memory that is on its way, and
#: for memory that other programs may give back.
_SOON_S = 0.01
_LATER_S = 0.25


@dataclass(frozen=True, slots=True)
class Claim:
    """Memory that has been promised to one worker.

    Attributes:
        name: Whose it is.
        claimed_bytes: What it was promised.
        measured_bytes: What its processes hold now; None where nobody can tell.
        is_settled: True once its load is over, so that readings include it.
    """

    name: str
    claimed_bytes: int
    measured_bytes: int | None
    is_settled: bool

    @property
    def outstanding_bytes(self) -> int:
        """What it may still take beyond what readings show."""
        if self.measured_bytes is not None:
            return max(0, self.claimed_bytes - self.measured_bytes)
        return 0 if self.is_settled else self.claimed_bytes

    @property
    def held_bytes(self) -> int:
        """What stopping it gives back: the larger of what it has and may have."""
        return max(self.claimed_bytes, self.measured_bytes or 0)


@dataclass(frozen=True, slots=True)
class Fits:
    """It may start now."""


@dataclass(frozen=True, slots=True)
class Evict:
    """It may start once these have been stopped, in this order."""

    victims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """It may fit later.

    Attributes:
        cause: What it waits for, as the end of a sentence.
        look_again_s: How soon that may be over without anybody telling.
    """

    cause: str
    look_again_s: float = _LATER_S

    @property
    def is_short(self) -> bool:
        """True when the memory is already on its way."""
        return self.look_again_s <= _SOON_S


@dataclass(frozen=True, slots=True)
class Refuse:
    """It cannot fit, whatever we stop."""

    reason: str


Decision = Fits | Evict | Wait | Refuse


def promisable_bytes(device: DeviceReading, claims: Sequence[Claim]) -> int:
    """What may still be promised on a device; negative when too much is taken.

    The smaller of two figures: what is measured free, less what workers were
    promised and have not taken yet; and the total, less all promises and what other
    programs hold. The first is wrong while a worker loads, the second when a worker
    takes more than it was promised; the smaller is right in both cases.
    """
    outstanding = sum(claim.outstanding_bytes for claim in claims)
    promised = sum(claim.held_bytes for claim in claims)
    ours = sum(claim.held_bytes - claim.outstanding_bytes for claim in claims)
    others = max(0, device.used_bytes - ours)
    return min(device.free_bytes - outstanding, device.total_bytes - promised - others)


def without(device: DeviceReading, returning_bytes: int) -> DeviceReading:
    """What a device will show once it no longer counts what ended processes held."""
    gone = min(returning_bytes, device.used_bytes)
    return replace(device, used_bytes=device.used_bytes - gone, free_bytes=device.free_bytes + gone)


def decide(
    needed_bytes: int,
    device: DeviceReading,
    claims: Sequence[Claim],
    residents: Sequence[Resident],
    returning_bytes: int = 0,
) -> Decision:
    """Decide whether a worker may start.

    Memory that is on its way back is never promised before it has come, but nobody is
    stopped, and nobody refused, for want of it.

    Args:
        needed_bytes: What the worker must be able to take.
        device: A reading of where it will run.
        claims: Of everybody else.
        residents: All running or starting workers but the one that asks.
        returning_bytes: What ``device`` still shows of workers that have ended.
    """
    if needed_bytes <= 0 or needed_bytes <= promisable_bytes(device, claims):
        return Fits()
    free = promisable_bytes(without(device, returning_bytes), claims)
    victims = plan_eviction(residents, needed_bytes, free)
    if victims is not None:
        back = "the memory that was just given back"
        return Evict(victims) if victims else Wait(back, _SOON_S)
    freeable = sum(resident.held_bytes for resident in residents)
    loading = [r.name for r in residents if r.is_loading and r.held_bytes > 0]
    if free + freeable >= needed_bytes:
        busy = [r.name for r in residents if not r.is_evictable and r.held_bytes > 0]
        return Wait(f"the memory that {', '.join(busy)} hold")
    if loading and needed_bytes <= device.total_bytes:
        # What they have taken by now may stand in the figures twice.
        return Wait(f"the end of the loading of {', '.join(loading)}")
    return Refuse(
        f"it needs {needed_bytes / _GB:.2f} GB on {device.name}; {max(0, free) / _GB:.2f} GB of "
        f"{device.total_bytes / _GB:.2f} GB can be had, and stopping every other worker would "
        f"give {freeable / _GB:.2f} GB more; close other programs or choose a smaller model"
    )
