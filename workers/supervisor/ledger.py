"""Who was promised how much memory, and what of it is really held."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass

from workers.gpu.probe import DeviceReading
from workers.supervisor.admission import Claim

#: How long what a process held may still stand in readings after its end, in seconds.
READINGS_LAG_S = 3.0


@dataclass(slots=True, eq=False)
class Reservation:
    """One promise; the ledger alone changes it.

    Attributes:
        name: The worker it was made to.
        key: Its budget key.
        claimed_bytes: What was promised.
        root: Tells the worker's first process while it loads; None before there is one.
        pids: The worker's processes, as far as they are known.
        reported_bytes: What the worker told that it holds; None before.
        is_settled: True once the load is over.
        was_listed: True once a reading has shown one of the processes.
    """

    name: str
    key: str
    claimed_bytes: int
    root: Callable[[], int | None] | None = None
    pids: frozenset[int] = frozenset()
    reported_bytes: int | None = None
    is_settled: bool = False
    was_listed: bool = False


@dataclass(frozen=True, slots=True)
class _Departed:
    """What readings may still show of a worker that has ended."""

    reservation: Reservation
    until: float


class Ledger:
    """All promises of one supervisor. Safe from any thread; takes no other lock."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._reservations: dict[int, Reservation] = {}
        self._departed: list[_Departed] = []

    def reserve(self, name: str, key: str, claimed_bytes: int) -> Reservation:
        """Write a promise down."""
        reservation = Reservation(name, key, claimed_bytes)
        with self._lock:
            self._reservations[id(reservation)] = reservation
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
    ) -> None:
        """Replace a promise by what was measured once the worker has loaded."""
        with self._lock:
            reservation.pids = frozenset(pids)
            reservation.claimed_bytes = claimed_bytes
            reservation.reported_bytes = reported_bytes
            reservation.is_settled = True

    def release(self, reservation: Reservation, now: float) -> None:
        """Take a promise back, its worker being gone; a second time does nothing.

        Args:
            reservation: From :meth:`reserve`.
            now: Clock seconds; readings may lag for a while from here.
        """
        with self._lock:
            if self._reservations.pop(id(reservation), None) is not None:
                _note_root(reservation)
                reservation.root = None  # which may keep its worker alive
                self._departed = [it for it in self._departed if it.until > now]
                self._departed.append(_Departed(reservation, now + READINGS_LAG_S))

    def holds(self, name: str, key: str) -> Reservation | None:
        """The promise made to ``name`` under ``key``, if there is one."""
        with self._lock:
            for reservation in self._reservations.values():
                if reservation.name == name and reservation.key == key:
                    return reservation
        return None

    def claims(self, device: DeviceReading) -> dict[int, Claim]:
        """Every promise beside what ``device`` shows of it, by the reservation's ``id()``."""
        held = {process.pid: process.used_bytes for process in device.processes}
        with self._lock:
            for reservation in self._reservations.values():
                _note_root(reservation)
                if not reservation.pids.isdisjoint(held):
                    reservation.was_listed = True
            return {
                identity: Claim(r.name, r.claimed_bytes, _measured(r, held), r.is_settled)
                for identity, r in self._reservations.items()
            }

    def returning_bytes(self, device: DeviceReading, now: float) -> int:
        """What ``device`` still shows of workers that ended a moment ago."""
        with self._lock:
            self._departed = [it for it in self._departed if it.until > now]
            departed = [it.reservation for it in self._departed]
        if device.kind == "system":
            return 0
        held = {process.pid: process.used_bytes for process in device.processes}
        return sum(_still_shown(reservation, held) for reservation in departed)

    def promised_bytes(self) -> int:
        """The sum of all promises."""
        with self._lock:
            return sum(r.claimed_bytes for r in self._reservations.values())


def _note_root(reservation: Reservation) -> None:
    if not reservation.is_settled and reservation.root is not None:
        pid = reservation.root()
        if pid is not None:
            reservation.pids = frozenset({pid})


def _measured(reservation: Reservation, held: dict[int, int | None]) -> int | None:
    """What its processes hold: by the driver, else by the worker's own word."""
    figures = [held[pid] for pid in reservation.pids if pid in held]
    known = [figure for figure in figures if figure is not None]
    if known:
        return sum(known)
    return reservation.reported_bytes


def _still_shown(reservation: Reservation, held: dict[int, int | None]) -> int:
    figures = [held[pid] for pid in reservation.pids if pid in held]
    if not figures and reservation.was_listed:
        return 0  # the driver has noticed its end
    if figures and None not in figures:
        return sum(figure or 0 for figure in figures)
    # The driver does not tell shares. The worker's own word stands for a while.
    return reservation.reported_bytes or (reservation.claimed_bytes if figures else 0)
