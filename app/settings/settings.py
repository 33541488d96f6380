"""The settings as plain data, and how they are read from a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.settings.engine_settings import EngineSettings
from app.settings.table_settings import TableSettings
from app.settings.values import SettingsInvalid, flag, number, table

#: Raised when the meaning of a key changes; the store then knows what it reads.
VERSION = 1
#: What is kept free for other programs on each GPU unless the user decides otherwise, in GB
#: (2**30 bytes): about what a browser or an editor with a GPU of its own comes to want.
DEFAULT_RESERVE_GB = 0.5
#: More than this is a slip of the finger.
LARGEST_RESERVE_GB = 1024.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decided; everything else keeps its default.

    Attributes:
        engines: By engine; see :meth:`of`.
        reserve_gb: GB (2**30 bytes) that other programs shall find free on each GPU, 0 for
            none; None as long as the user has not decided.
        tray_explained: The user has been told that closing the window leaves the tray running.
        history_shown: The window shows the history of memory below its gauges.
        table: How the table of engines is arranged.
    """

    engines: Mapping[str, EngineSettings] = field(default_factory=dict[str, EngineSettings])
    reserve_gb: float | None = None
    tray_explained: bool = False
    history_shown: bool = False
    table: TableSettings = field(default_factory=TableSettings)

    def of(self, engine: str) -> EngineSettings:
        """What the user decided for one engine."""
        return self.engines.get(engine, EngineSettings())

    @property
    def reserve_bytes(self) -> int:
        """The reserve in force. Without a GPU nothing is watched: there it changes nothing."""
        gigabytes = DEFAULT_RESERVE_GB if self.reserve_gb is None else self.reserve_gb
        return int(gigabytes * 2**30)

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
        engines = table(document, "engines") or {}
        memory = table(document, "memory") or {}
        return cls(
            engines={
                str(name): EngineSettings.from_table(
                    table(engines, name, "engines.") or {}, f"engines.{name}."
                )
                for name in engines
            },
            reserve_gb=number(memory, "reserve_gb", "memory.", "GB", LARGEST_RESERVE_GB),
            tray_explained=flag(document, "tray_explained") or False,
            history_shown=flag(document, "history_shown") or False,
            table=TableSettings.from_table(document.get("table")),
        )
