"""Who was promised how much memory of which device, and what of it is really held."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from workers.devices.probe import Backend, DeviceReading
from workers.memory.admission import Claim
from workers.memory.memory_user import MemoryUser
from workers.memory.plan import Place

#: How long what a process held may still stand in readings after its end, in seconds.
READINGS_LAG_S = 3.0


@dataclass(slots=True, eq=False)
class Reservation:
    """One promise; the ledger alone changes it.

    Attributes:
        name: The worker it was made to.
        key: Its budget key.
        claimed_bytes: What was promised: what it will reach, not what it has loaded.
        place: Where it was promised; None where nothing is counted.
        holder: The worker itself; None for a promise to somebody who cannot be stopped.
        root: Tells the worker's first process while it loads; None before there is one.
        pids: The worker's processes, as far as they are known.
        reported_bytes: What the worker told that it holds; None before.
        settled_at: Clock seconds from which on readings show its whole load.
        was_listed: True once a reading has shown one of the processes.
        environment: What tells the worker where to run; empty where it has no choice.
    """

    name: str
    key: str
    claimed_bytes: int
    place: Place | None = None
    holder: MemoryUser | None = None
    root: Callable[[], int | None] | None = None
    pids: frozenset[int] = frozenset()
    reported_bytes: int | None = None
    settled_at: float = math.inf
    was_listed: bool = False
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class _Departed:
    """What readings may still show of a worker that has ended."""

    reservation: Reservation
    until: float


@dataclass(frozen=True, slots=True)
class Accounts:
    """The ledger of one device at one moment, beside a reading.

    Attributes:
        claims: Every promise of this device, and what the reading shows of it.
        returning_bytes: What the reading still shows of workers that ended a moment ago.
        departed: Their processes.
    """

    claims: Mapping[Reservation, Claim]
    returning_bytes: int
    departed: frozenset[int] = frozenset()


class Ledger:
    """All promises of one supervisor. Safe from any thread; takes no other lock."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._reservations: dict[Reservation, None] = {}
        self._departed: list[_Departed] = []
        # Of which devices the driver tells what our processes hold, by how they are reached.
        self._telling: set[Backend] = set()

    def reserve(
        self,
        name: str,
        key: str,
        claimed_bytes: int,
        place: Place | None = None,
        holder: MemoryUser | None = None,
    ) -> Reservation:
        """Write a promise down."""
        reservation = Reservation(name, key, claimed_bytes, place, holder)
        with self._lock:
            self._reservations[reservation] = None
        return reservation

    def attach(self, reservation: Reservation, root: Callable[[], int | None]) -> None:
        """Tell how to find a worker's process while it loads."""
        with self._lock:
            reservation.root = root

    def settle(
        self,
        reservation: Reservation,
        pids: Collection[int],
        claimed_bytes: int,
        reported_bytes: int | None,
        now: float,
        place: Place | None = None,
    ) -> None:
        """Replace a promise by what was measured once the worker has loaded, by ``now``.

        Args:
            reservation: From :meth:`reserve`.
            pids: The worker's processes.
            claimed_bytes: What it will reach.
            reported_bytes: What it says that it holds; None where it does not.
            now: Clock seconds.
            place: Where it was found to be; None for where it was sent.
        """
        with self._lock:
            reservation.place = place or reservation.place
            reservation.pids = frozenset(pids)
            reservation.claimed_bytes = claimed_bytes
            reservation.reported_bytes = reported_bytes
            reservation.settled_at = now

    def update(
        self,
        reservation: Reservation,
        pids: Collection[int],
        claimed_bytes: int,
        reported_bytes: int | None,
    ) -> None:
        """Note what a settled worker has come to hold, and what it is promised from now on."""
        with self._lock:
            if reservation in self._reservations and reservation.settled_at < math.inf:
                reservation.pids = frozenset(pids)
                reservation.claimed_bytes = claimed_bytes
                reservation.reported_bytes = reported_bytes

    def release(self, reservation: Reservation, now: float) -> None:
        """Take a promise back, its worker being gone; a second time does nothing.

        Args:
            reservation: From :meth:`reserve`.
            now: Clock seconds; readings may lag for a while from here.
        """
        with self._lock:
            if reservation in self._reservations:
                del self._reservations[reservation]
                _note_root(reservation)
                reservation.root = reservation.holder = None  # nobody is kept alive by it
                self._departed = [it for it in self._departed if it.until > now]
                self._departed.append(_Departed(reservation, now + READINGS_LAG_S))

    def holds(self, name: str, key: str) -> Reservation | None:
        """The promise made to ``name`` under ``key``, if there is one."""
        with self._lock:
            for reservation in self._reservations:
                if reservation.name == name and reservation.key == key:
                    return reservation
        return None

    def accounts(self, device: DeviceReading, now: float) -> Accounts:
        """Every promise of a device beside what a reading shows, and of those that have gone.

        Args:
            device: A reading; it does not show the whole of what was loaded after it.
            now: Clock seconds just before the reading was asked for.
        """
        read_at = now - device.age_s
        held = {process.pid: process.used_bytes for process in device.processes}
        claims: dict[Reservation, Claim] = {}
        with self._lock:
            for it in self._reservations:
                if not _is_on(it, device):
                    continue
                _note_root(it)
                it.was_listed = it.was_listed or not it.pids.isdisjoint(held)
                is_settled = it.settled_at <= read_at
                told = self._told_by_driver(it, held, device, is_settled=is_settled)
                measured = it.reported_bytes if told is None else told
                claims[it] = Claim(it.name, it.claimed_bytes, measured, is_settled, told is None)
            self._departed = [it for it in self._departed if it.until > now]
            gone = [it.reservation for it in self._departed if _is_on(it.reservation, device)]
            returning = sum(_still_shown(reservation, held) for reservation in gone)
        departed = frozenset[int]().union(*(reservation.pids for reservation in gone))
        return Accounts(claims, 0 if device.kind == "system" else returning, departed)

    def _told_by_driver(
        self,
        reservation: Reservation,
        held: Mapping[int, int | None],
        device: DeviceReading,
        *,
        is_settled: bool,
    ) -> int | None:
        """What its processes hold by the driver's word; None where it tells none."""
        shares = [share for pid in reservation.pids if (share := held.get(pid)) is not None]
        if shares:
            self._telling.add(device.backend)
            return sum(shares)
        # Of others the driver tells, and has never told of it: it loads when it is first asked.
        is_lazy = is_settled and reservation.pids and not reservation.was_listed
        tells = held and device.backend in self._telling and reservation.reported_bytes is None
        return 0 if is_lazy and tells else None

    def promised_bytes(self) -> int:
        """The sum of all promises."""
        with self._lock:
            return sum(reservation.claimed_bytes for reservation in self._reservations)

    def reservations(self) -> tuple[Reservation, ...]:
        """Every promise, in the order they were made."""
        with self._lock:
            return tuple(self._reservations)


def _is_on(reservation: Reservation, device: DeviceReading) -> bool:
    return reservation.place is not None and reservation.place.uuid == device.uuid


def _note_root(reservation: Reservation) -> None:
    if reservation.settled_at == math.inf and reservation.root is not None:
        pid = reservation.root()
        if pid is not None:
            reservation.pids = frozenset({pid})


def _still_shown(reservation: Reservation, held: dict[int, int | None]) -> int:
    figures = [held[pid] for pid in reservation.pids if pid in held]
    if not figures and reservation.was_listed:
        return 0  # the driver has noticed its end
    if figures and None not in figures:
        return sum(figure or 0 for figure in figures)
    # The driver does not tell shares. The worker's own word stands for a while.
    return reservation.reported_bytes or (reservation.claimed_bytes if figures else 0)
