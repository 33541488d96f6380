"""What the user decided for one engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.settings.values import flag, line, number

#: As ``EngineSettings.device``: on whichever device has room, whatever the catalog says.
ANY_DEVICE = "any"


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """One engine's; None where the catalog decides.

    Attributes:
        idle_timeout_s: Seconds without a request until it is stopped, 0 for never.
        pinned: It is never stopped for another engine, and never for being idle.
        device: Where it runs: ``cuda:1``, a GPU's UUID, ``cpu``, or :data:`ANY_DEVICE`.
        starts_with_app: It is started as soon as the program is there.
    """

    idle_timeout_s: float | None = None
    pinned: bool = False
    device: str | None = None
    starts_with_app: bool = False

    def idle_timeout_or(self, catalogs_s: float) -> float:
        """The idle time-out in force, in seconds, given the catalog's."""
        return catalogs_s if self.idle_timeout_s is None else self.idle_timeout_s

    def device_or(self, catalogs: str | None) -> str | None:
        """The device that it is fixed to, given the catalog's; None for none."""
        device = catalogs if self.device is None else self.device
        return None if device == ANY_DEVICE else device

    @classmethod
    def from_table(cls, given: Mapping[str, Any], where: str) -> EngineSettings:
        """Read a parsed table.

        Args:
            given: Unknown keys are left alone.
            where: Stands before a key in an error: ``engines.hibari.``.

        Raises:
            SettingsInvalid: A known key has a value it cannot have.
        """
        return cls(
            idle_timeout_s=number(given, "idle_timeout_s", where, "seconds"),
            pinned=flag(given, "pinned", where) or False,
            device=line(given, "device", where),
            starts_with_app=flag(given, "starts_with_app", where) or False,
        )
