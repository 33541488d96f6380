"""Who was promised how much memory, and what of it is really held."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass

from workers.gpu.probe import DeviceReading
from workers.supervisor.admission import Claim


@dataclass(slots=True, eq=False)
class Reservation:
    """One promise; the ledger alone changes it.

    Attributes:
        name: The worker it was made to.
        key: Its budget key.
        claimed_bytes: What was promised.
        pids: The worker's processes, once there are any.
        reported_bytes: What the worker told that it holds; None before.
        is_settled: True once the load is over.
    """

    name: str
    key: str
    claimed_bytes: int
    pids: frozenset[int] = frozenset()
    reported_bytes: int | None = None
    is_settled: bool = False


class Ledger:
    """All promises of one supervisor. Safe from any thread; takes no other lock."""

    def __init__(self) -> None:
        """Empty."""
        self._lock = threading.Lock()
        self._reservations: dict[int, Reservation] = {}

    def reserve(self, name: str, key: str, claimed_bytes: int) -> Reservation:
        """Write a promise down."""
        reservation = Reservation(name, key, claimed_bytes)
        with self._lock:
            self._reservations[id(reservation)] = reservation
        return reservation

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

    def release(self, reservation: Reservation) -> None:
        """Take a promise back; a second time does nothing."""
        with self._lock:
            self._reservations.pop(id(reservation), None)

    def holds(self, name: str, key: str) -> Reservation | None:
        """The promise made to ``name`` under ``key``, if there is one."""
        with self._lock:
            for reservation in self._reservations.values():
                if reservation.name == name and reservation.key == key:
                    return reservation
        return None

    def claims(self, device: DeviceReading, exclude: str | None = None) -> tuple[Claim, ...]:
        """Every promise beside what ``device`` shows of it."""
        with self._lock:
            reservations = [r for r in self._reservations.values() if r.name != exclude]
        held = {process.pid: process.used_bytes for process in device.processes}
        return tuple(
            Claim(r.name, r.claimed_bytes, _measured(r, held), r.is_settled) for r in reservations
        )

    def promised_bytes(self) -> int:
        """The sum of all promises."""
        with self._lock:
            return sum(r.claimed_bytes for r in self._reservations.values())


def _measured(reservation: Reservation, held: dict[int, int | None]) -> int | None:
    """What its processes hold: by the driver, else by the worker's own word."""
    figures = [held[pid] for pid in reservation.pids if pid in held]
    known = [figure for figure in figures if figure is not None]
    if known:
        return sum(known)
    return reservation.reported_bytes
