"""A device as one start sees it: what is free there, what will be, and what others hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workers.devices.probe import DeviceReading
from workers.memory.eviction import RunningWorker


@dataclass(frozen=True, slots=True)
class Claim:
    """Memory that has been promised to one worker.

    Attributes:
        name: Whose it is.
        claimed_bytes: What it was promised.
        measured_bytes: What its processes hold now; None where nobody can tell.
        is_settled: True once its load is over, so that readings include it.
        is_estimate: True where the driver does not tell what it holds, which may then be
            more than is known.
    """

    name: str
    claimed_bytes: int
    measured_bytes: int | None
    is_settled: bool
    is_estimate: bool = False

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
class DeviceState:
    """One device as one start sees it, at one moment.

    Attributes:
        device: A reading of it.
        needed_bytes: What the start needs on this device; 0 where that is not counted.
        claims: Everybody else's, on this device.
        residents: Everybody else who runs on this device or is starting there.
        returning_bytes: What ``device`` still shows of workers that have ended.
    """

    device: DeviceReading
    needed_bytes: int
    claims: Sequence[Claim] = ()
    residents: Sequence[RunningWorker] = ()
    returning_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """A space with its sums done, once for everything that is asked of it.

    Attributes:
        space: What was summed up.
        free_bytes: What may be promised now; negative when too much is taken.
        soon_bytes: The same with what is on its way back.
        promised_bytes: Everybody else's promises, or what they hold where that is more.
        others_bytes: What no promise explains, hence other programs hold.
    """

    space: DeviceState
    free_bytes: int
    soon_bytes: int
    promised_bytes: int
    others_bytes: int

    @classmethod
    def of(cls, space: DeviceState) -> Outlook:
        """Sum a space up."""
        sums = _Sums.of(space.claims)
        later = without(space.device, space.returning_bytes)
        return cls(
            space,
            sums.promisable_bytes(space.device),
            sums.promisable_bytes(later),
            sums.promised,
            sums.others_bytes(later),
        )

    @property
    def fits(self) -> bool:
        """Whether the start fits now."""
        return self.space.needed_bytes <= max(0, self.free_bytes)

    @property
    def shortfall_bytes(self) -> int:
        """What is missing even when all that is on its way back has come."""
        return self.space.needed_bytes - self.soon_bytes

    @property
    def counted_twice_bytes(self) -> int:
        """How much of what loading workers have taken may count as other programs' as well.

        Where nobody can tell what a worker holds, all of its promise counts as not taken
        until its load is over, and what it has taken by then as somebody else's.
        """
        unknown = sum(
            claim.claimed_bytes
            for claim in self.space.claims
            if claim.measured_bytes is None and not claim.is_settled
        )
        loading = sum(it.held_bytes for it in self.space.residents if it.is_loading)
        return min(unknown, loading, self.others_bytes)


def promisable_bytes(device: DeviceReading, claims: Sequence[Claim]) -> int:
    """What may still be promised on a device; negative when too much is taken.

    The smaller of two figures: what is measured free, less what workers were
    promised and have not taken yet; and the total, less all promises and what other
    programs hold. The first is wrong while a worker loads, the second when a worker
    takes more than it was promised; the smaller is right in both cases.
    """
    return _Sums.of(claims).promisable_bytes(device)


def without(device: DeviceReading, returning_bytes: int) -> DeviceReading:
    """What a device will show once it no longer counts what ended processes held."""
    gone = min(returning_bytes, device.used_bytes)
    return replace(device, used_bytes=device.used_bytes - gone, free_bytes=device.free_bytes + gone)


@dataclass(frozen=True, slots=True)
class _Sums:
    """All claims together: summed up once, since there may be a thousand."""

    promised: int
    outstanding: int

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> _Sums:
        promised = outstanding = 0
        # A thousand times a plan: what the claims' own properties say, without calling them.
        for claim in claims:
            claimed, measured = claim.claimed_bytes, claim.measured_bytes
            if measured is None:
                promised += claimed
                outstanding += 0 if claim.is_settled else claimed
            elif measured < claimed:
                promised += claimed
                outstanding += claimed - measured
            else:
                promised += measured
        return cls(promised, outstanding)

    def others_bytes(self, device: DeviceReading) -> int:
        ours = self.promised - self.outstanding
        return max(0, device.used_bytes - ours)

    def promisable_bytes(self, device: DeviceReading) -> int:
        left = device.total_bytes - self.promised - self.others_bytes(device)
        return min(device.free_bytes - self.outstanding, left)
