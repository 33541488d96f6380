"""Device that a worker reports, by its name on this machine."""

from __future__ import annotations

from workers.memory.ledger import Reservation
from workers.memory.placement import host_device, is_kept_off_gpus


class ReportedDevice:
    """Translates the worker's name of its device: the only GPU that it sees may not be our first.

    Attributes:
        reported: The worker's own name of the device; None until it reports one.
        name: Name of the device on this machine; None while unknown.
    """

    def __init__(self) -> None:
        self.reported: str | None = None
        self.name: str | None = None

    def reset(self, reservation: Reservation) -> None:
        """Forgets the last worker's device: another one starts."""
        self.reported = None
        self.name = "cpu" if is_kept_off_gpus(reservation.environment) else None

    def update(self, reported: str, reservation: Reservation | None) -> None:
        """Takes a new report of the worker that runs with this reservation."""
        self.reported = self.name = reported
        if reservation is not None:
            self.name = host_device(reported, reservation.environment, reservation.place)
