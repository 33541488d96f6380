"""The settings as plain data, and how they are read from a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Raised when the meaning of a key changes; the store then knows what it reads.
VERSION = 1


class SettingsInvalid(ValueError):
    """A settings document does not mean anything; the message names the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decided; everything else keeps its default.

    Attributes:
        idle_timeouts_s: By engine: seconds without a request until it is stopped, 0 for never.
        tray_explained: The user has been told that closing the window leaves the tray running.
    """

    idle_timeouts_s: Mapping[str, float] = field(default_factory=dict[str, float])
    tray_explained: bool = False

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Settings:
        """Read a parsed TOML document; unknown keys are left alone.

        Raises:
            SettingsInvalid: A known key has a value it cannot have.
        """
        version = document.get("version", VERSION)
        if version != VERSION:
            msg = f"version is {version!r}, but this program reads version {VERSION}"
            raise SettingsInvalid(msg)
        explained = document.get("tray_explained", False)
        if not isinstance(explained, bool):
            msg = f"tray_explained must be true or false, not {explained!r}"
            raise SettingsInvalid(msg)
        engines = document.get("engines", {})
        if not isinstance(engines, Mapping):
            msg = f"engines must be a table, not {engines!r}"
            raise SettingsInvalid(msg)
        return cls(_idle_timeouts(engines), explained)


def _idle_timeouts(engines: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, table in engines.items():
        if not isinstance(table, Mapping):
            msg = f"engines.{name} must be a table, not {table!r}"
            raise SettingsInvalid(msg)
        seconds = table.get("idle_timeout_s")
        if seconds is None:
            continue
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
            msg = f"engines.{name}.idle_timeout_s must be 0 or more seconds, not {seconds!r}"
            raise SettingsInvalid(msg)
        found[str(name)] = float(seconds)
    return found
