"""The settings as plain data, and how they are read from a document."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.settings.engine_settings import EngineSettings
from app.settings.table_settings import TableSettings
from app.settings.values import SettingsInvalid, flag, line, number, one_of, table
from workers.base.sizes import GIB

#: Raised when the meaning of a key changes; the store then knows what it reads.
VERSION = 1
#: What is kept free for other programs on each GPU unless the user decides otherwise, in GB
#: (2**30 bytes): about what a browser or an editor with a GPU of its own comes to want.
DEFAULT_RESERVE_GB = 0.5
#: More than this is a slip of the finger.
LARGEST_RESERVE_GB = 1024.0
#: As the desktop has it, or one of ours.
THEMES = ("system", "light", "dark")
Latency = Literal["high", "low"]
#: How long sound waits in front of the loudspeaker: safe from gaps, or heard sooner.
LATENCIES: tuple[Latency, ...] = ("high", "low")
#: What goes into the logs, from the least to the most.
LOG_LEVELS = ("error", "warning", "info", "debug")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decided; everything else keeps its default.

    Attributes:
        engines: By engine; see :meth:`of`.
        reserve_gb: GB (2**30 bytes) that other programs shall find free on each GPU, 0 for
            none; None as long as the user has not decided.
        tray_explained: The user has been told that closing the window leaves the tray running.
        welcomed: The user has been shown around.
        starts_hidden: The program starts in the tray, without its window.
        language: Of the program's texts: a locale's name such as ``de``; None for the system's.
        theme: One of :data:`THEMES`.
        log_level: One of :data:`LOG_LEVELS`.
        output_device: What speech is played on: ``app.audio.OutputDevice.id``; None for the
            system's default.
        latency: One of :data:`LATENCIES`.
        history_shown: The window shows the history of memory below its gauges.
        table: How the table of engines is arranged.
    """

    engines: Mapping[str, EngineSettings] = field(default_factory=dict[str, EngineSettings])
    reserve_gb: float | None = None
    tray_explained: bool = False
    welcomed: bool = False
    starts_hidden: bool = False
    language: str | None = None
    theme: str = "system"
    log_level: str = "info"
    output_device: str | None = None
    latency: Latency = "high"
    history_shown: bool = False
    table: TableSettings = field(default_factory=TableSettings)

    def of(self, engine: str) -> EngineSettings:
        """What the user decided for one engine."""
        return self.engines.get(engine, EngineSettings())

    @property
    def reserve_bytes(self) -> int:
        """The reserve in force. Without a GPU nothing is watched: there it changes nothing."""
        gigabytes = DEFAULT_RESERVE_GB if self.reserve_gb is None else self.reserve_gb
        return int(gigabytes * GIB)

    @property
    def logging_level(self) -> int:
        """The log level as ``logging`` counts it."""
        return logging.getLevelNamesMapping()[self.log_level.upper()]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Settings:
        """Read a parsed TOML document; unknown keys are left alone.

        Raises:
            SettingsInvalid: A known key has a value it cannot have.
        """
        version = document.get("version", VERSION)
        if version != VERSION:
            msg = f"version is {version!r}, but this version of Engine Room reads {VERSION}"
            raise SettingsInvalid(msg)
        engines = table(document, "engines") or {}
        memory = table(document, "memory") or {}
        general = table(document, "general") or {}
        sound = table(document, "sound") or {}
        logs = table(document, "logs") or {}
        return cls(
            engines={
                str(name): EngineSettings.from_table(
                    table(engines, name, "engines.") or {}, f"engines.{name}."
                )
                for name in engines
            },
            reserve_gb=number(memory, "reserve_gb", "memory.", "GB", LARGEST_RESERVE_GB),
            tray_explained=flag(document, "tray_explained") or False,
            welcomed=flag(document, "welcomed") or False,
            starts_hidden=flag(general, "starts_hidden", "general.") or False,
            language=line(general, "language", "general."),
            theme=one_of(general, "theme", "general.", THEMES) or THEMES[0],
            log_level=one_of(logs, "level", "logs.", LOG_LEVELS) or "info",
            output_device=line(sound, "output_device", "sound."),
            latency=one_of(sound, "latency", "sound.", LATENCIES) or LATENCIES[0],
            history_shown=flag(document, "history_shown") or False,
            table=TableSettings.from_table(document.get("table")),
        )
