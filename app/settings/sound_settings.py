"""What the user decided about sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.settings.values import SettingsInvalid, line

Latency = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """Where speech is heard, and how soon.

    Attributes:
        output_device: An ``OutputDevice.id``; None for the system's default.
        latency: ``high`` survives a busy computer, ``low`` is heard sooner.
    """

    output_device: str | None = None
    latency: Latency = "high"

    @classmethod
    def from_table(cls, given: Mapping[str, Any]) -> SoundSettings:
        """Read the parsed table ``sound``; unknown keys are left alone.

        Raises:
            SettingsInvalid: A known key has a value it cannot have.
        """
        latency = given.get("latency", "high")
        if latency not in ("high", "low"):
            msg = f"sound.latency must be 'high' or 'low', not {latency!r}"
            raise SettingsInvalid(msg)
        return cls(line(given, "output_device", "sound."), latency)
