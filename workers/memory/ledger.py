"""Reservations of device memory, compared with what readings show."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workers.devices.probe import Backend, DeviceReading
from workers.memory.device_state import Allocation
from workers.memory.memory_user import MemoryUser
from workers.memory.plan import Place

#: How long readings may still show the memory of an ended process, in seconds.
READINGS_LAG_S = 3.0


@dataclass(slots=True, eq=False)
class Reservation:
    """Memory reserved for one worker. Only the ledger changes it.

    Attributes:
        name: The worker's name.
        key: Its budget key.
        reserved_bytes: What the worker will reach, not only what it has loaded.
        place: Where; None where memory is not counted.
        user: The worker's tool; None for a reservation whose owner cannot be stopped.
        environment: Variables that make the worker run there; empty without a choice.
        root_pid: Returns the ID of the worker's first process while it loads.
        pids: The worker's processes, as far as known.
        reported_bytes: What the worker says that it holds; None while unknown.
        settled_at: Clock seconds from which on readings show the whole load.
        was_listed: True once a reading has listed one of the processes.
    """

    name: str
    key: str
    reserved_bytes: int
    place: Place | None = None
    user: MemoryUser | None = None
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    root_pid: Callable[[], int | None] | None = None
    pids: frozenset[int] = frozenset()
    reported_bytes: int | None = None
    settled_at: float = math.inf
    was_listed: bool = False


class Measurement(NamedTuple):
    """What a reading shows of one reservation; see :class:`Allocation` for the attributes."""

    reserved_bytes: int
    measured_bytes: int | None
    is_settled: bool
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """The ledger of one device at one moment, compared with a reading.

    Attributes:
        measurements: What the reading shows of every reservation on this device.
        returning_bytes: What the reading still shows of workers that ended a moment ago.
        departed: Process IDs of those workers.
    """

    measurements: Mapping[Reservation, Measurement]
    returning_bytes: int
    departed: frozenset[int] = frozenset()

    @property
    def allocations(self) -> dict[Reservation, Allocation]:
        """The memory of every reservation, without the state of its worker."""
        return {
            reservation: Allocation(reservation.name, *measurement)
            for reservation, measurement in self.measurements.items()
        }


class Ledger:
    """All reservations of one supervisor. Safe from any thread; takes no other lock."""

    def __init__(self) -> None:
        """Creates an empty ledger."""
        self._lock = threading.Lock()
        self._reservations: dict[Reservation, None] = {}
        # Released reservations and when readings certainly no longer show them.
        self._departed: list[tuple[Reservation, float]] = []
        # Backends whose driver reports what our processes hold.
        self._reporting_backends: set[Backend] = set()

    def reserve(
        self,
        name: str,
        key: str,
        size_bytes: int,
        place: Place | None = None,
        user: MemoryUser | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Reservation:
        """Adds a reservation; see :class:`Reservation`."""
        reservation = Reservation(name, key, size_bytes, place, user, environment or {})
        with self._lock:
            self._reservations[reservation] = None
        return reservation

    def attach(self, reservation: Reservation, root_pid: Callable[[], int | None]) -> None:
        """Sets how to find a worker's process while it loads."""
        with self._lock:
            reservation.root_pid = root_pid

    def settle(
        self,
        reservation: Reservation,
        pids: Collection[int],
        reserved_bytes: int,
        reported_bytes: int | None,
        now: float,
        place: Place | None = None,
    ) -> None:
        """Adjusts a reservation to what was measured after the load.

        Args:
            reservation: From :meth:`reserve`.
            pids: The worker's processes.
            reserved_bytes: What the worker will reach.
            reported_bytes: What it says that it holds; None where it does not.
            now: Clock seconds.
            place: Where the worker was found; None for where it was sent.
        """
        with self._lock:
            reservation.place = place or reservation.place
            reservation.pids = frozenset(pids)
            reservation.reserved_bytes = reserved_bytes
            reservation.reported_bytes = reported_bytes
            reservation.settled_at = now

    def update(
        self,
        reservation: Reservation,
        pids: Collection[int],
        reserved_bytes: int,
        reported_bytes: int | None,
    ) -> None:
        """Adjusts a settled reservation to what its worker has come to hold."""
        with self._lock:
            if reservation in self._reservations and reservation.settled_at < math.inf:
                reservation.pids = frozenset(pids)
                reservation.reserved_bytes = reserved_bytes
                reservation.reported_bytes = reported_bytes

    def release(self, reservation: Reservation, now: float) -> None:
        """Removes a reservation whose worker is gone; a second time does nothing.

        Args:
            reservation: From :meth:`reserve`.
            now: Clock seconds; readings may lag for a while from here.
        """
        with self._lock:
            if reservation in self._reservations:
                del self._reservations[reservation]
                _note_root_pid(reservation)
                reservation.root_pid = reservation.user = None  # keeps no tool alive
                self._forget_departed(now)
                self._departed.append((reservation, now + READINGS_LAG_S))

    def find(self, name: str, key: str) -> Reservation | None:
        """Returns the reservation for ``name`` under ``key``, or None."""
        with self._lock:
            for reservation in self._reservations:
                if reservation.name == name and reservation.key == key:
                    return reservation
        return None

    def accounts(self, device: DeviceReading, now: float) -> Accounts:
        """Compares the reservations on a device with a reading.

        Args:
            device: A reading; it does not show all of what was loaded after it.
            now: Clock seconds just before the reading was requested.
        """
        read_at = now - device.age_s
        held = {process.pid: process.used_bytes for process in device.processes}
        measurements: dict[Reservation, Measurement] = {}
        with self._lock:
            for each in self._reservations:
                if each.place is None or each.place.uuid != device.uuid:
                    continue
                _note_root_pid(each)
                each.was_listed = each.was_listed or not each.pids.isdisjoint(held)
                is_settled = each.settled_at <= read_at
                share = self._driver_share(each, held, device, is_settled=is_settled)
                measured = each.reported_bytes if share is None else share
                measurements[each] = Measurement(
                    each.reserved_bytes, measured, is_settled, share is None
                )
            self._forget_departed(now)
            gone = [
                each
                for each, _ in self._departed
                if each.place is not None and each.place.uuid == device.uuid
            ]
            returning = 0
            if device.kind != "system":
                returning = sum([_still_shown(each, held) for each in gone])
        departed = frozenset[int]().union(*[each.pids for each in gone])
        return Accounts(measurements, returning, departed)

    def reserved_bytes(self) -> int:
        """Returns the sum of all reservations."""
        with self._lock:
            return sum([reservation.reserved_bytes for reservation in self._reservations])

    def reservations(self) -> tuple[Reservation, ...]:
        """Returns every reservation, in order of creation."""
        with self._lock:
            return tuple(self._reservations)

    def _forget_departed(self, now: float) -> None:
        if self._departed:
            self._departed = [each for each in self._departed if each[1] > now]

    def _driver_share(
        self,
        reservation: Reservation,
        held: Mapping[int, int | None],
        device: DeviceReading,
        *,
        is_settled: bool,
    ) -> int | None:
        """Returns what a worker's processes hold; None where the driver does not report."""
        shares = [share for pid in reservation.pids if (share := held.get(pid)) is not None]
        if shares:
            self._reporting_backends.add(device.backend)
            return sum(shares)
        # The driver lists other workers but never this one: it loads at its first request.
        is_lazy = is_settled and reservation.pids and not reservation.was_listed
        is_reported = (
            held
            and device.backend in self._reporting_backends
            and reservation.reported_bytes is None
        )
        return 0 if is_lazy and is_reported else None


def _note_root_pid(reservation: Reservation) -> None:
    if reservation.settled_at == math.inf and reservation.root_pid is not None:
        pid = reservation.root_pid()
        if pid is not None:
            reservation.pids = frozenset({pid})


def _still_shown(reservation: Reservation, held: dict[int, int | None]) -> int:
    shares = [held[pid] for pid in reservation.pids if pid in held]
    if not shares and reservation.was_listed:
        return 0  # the driver has noticed the end of the process
    if shares and None not in shares:
        return sum([share or 0 for share in shares])
    # The driver does not report shares, so the worker's own report counts for a while.
    return reservation.reported_bytes or (reservation.reserved_bytes if shares else 0)
