"""The table of settings: a row for each, with its key in the file, default, check, and effect."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from app.settings.setting import (
    AppSetting,
    EngineSetting,
    Part,
    SettingGroup,
    SettingsInvalid,
    flag,
    invalid,
    line,
    number,
    one_of,
)
from app.settings.table_settings import TableSettings
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from typing import Self

    from app.audio import Player
    from app.logs import ProgramLog
    from workers.catalog.entry import CatalogEntry
    from workers.supervisor import Supervisor
    from workers.tool.tool_worker import ToolWorker

T = TypeVar("T")

#: Raised when the meaning of a key changes.
VERSION = 1
#: ``EngineSettings.device``: any device with enough memory, whatever the catalog says.
ANY_DEVICE = "any"

Latency = Literal["high", "low"]
LATENCIES: tuple[Latency, ...] = ("high", "low")
THEMES = ("system", "light", "dark")
LOG_LEVELS = ("error", "warning", "info", "debug")


def _set_reserve(supervisor: Supervisor, gigabytes: float) -> None:
    supervisor.reserve_bytes = _bytes(gigabytes)


def _set_output_device(player: Player, device: str | None) -> None:
    player.device_id = device


def _set_latency(player: Player, latency: Latency) -> None:
    player.latency = latency


def _set_log_level(log: ProgramLog, level: str) -> None:
    log.set_level(level_number(level))


def _set_idle_timeout(worker: ToolWorker, entry: CatalogEntry, seconds: float | None) -> None:
    worker.set_idle_timeout(entry.idle_timeout_s if seconds is None else seconds)


def _set_pinned(worker: ToolWorker, _: CatalogEntry, pinned: bool) -> None:  # noqa: FBT001 - a setting's value
    worker.set_pinned(pinned)


def _set_device(worker: ToolWorker, entry: CatalogEntry, device: str | None) -> None:
    device = entry.device if device is None else device
    worker.device = None if device == ANY_DEVICE else device


class EngineSettings(SettingGroup):
    """What the user decided about one engine."""

    #: Seconds without a request until the engine is stopped; 0 for never.
    idle_timeout_s = EngineSetting[float | None](
        "idle_timeout_s", default=None, check=number("seconds"), effect=_set_idle_timeout
    )
    #: The engine isn't stopped to free memory or for being idle.
    pinned = EngineSetting[bool]("pinned", default=False, check=flag, effect=_set_pinned)
    #: Runs there from its next start: ``cuda:1``, a GPU's UUID, ``cpu``, or ``ANY_DEVICE``.
    device = EngineSetting[str | None]("device", default=None, check=line, effect=_set_device)
    #: The engine is started with the program.
    starts_with_app = EngineSetting[bool]("starts_with_app", default=False, check=flag)

    def apply(self, worker: ToolWorker, entry: CatalogEntry) -> None:
        """Applies all settings of an engine to its worker."""
        for setting in self.rows:
            if isinstance(setting, EngineSetting) and setting.effect is not None:
                setting.effect(worker, entry, self.get(setting))


class Settings(SettingGroup):
    """What the user decided about the program, and about each engine.

    Attributes:
        engines: What was decided about engines, by ID; see :meth:`of`.
    """

    #: GB (2**30 bytes) kept free for other programs on each GPU; 0 for none. The default is
    #: about what a browser or an editor with GPU acceleration uses; more than 1024 is a typo.
    reserve_gb = AppSetting[float](
        "memory.reserve_gb",
        default=0.5,
        check=number("GB", most=1024),
        part="supervisor",
        effect=_set_reserve,
    )
    #: The user knows that the program keeps running in the tray when the window is closed.
    tray_explained = AppSetting[bool]("tray_explained", default=False, check=flag)
    #: The user has seen the introduction.
    welcomed = AppSetting[bool]("welcomed", default=False, check=flag)
    #: The program starts in the tray, without its window.
    starts_hidden = AppSetting[bool]("general.starts_hidden", default=False, check=flag)
    #: A locale's name, such as ``de``, in force from the next start; None for the system's.
    language = AppSetting[str | None]("general.language", default=None, check=line)
    #: One of ``THEMES``.
    theme = AppSetting[str]("general.theme", default="system", check=one_of(THEMES))
    #: What is written to the logs: one of ``LOG_LEVELS``.
    log_level = AppSetting[str](
        "logs.level", default="info", check=one_of(LOG_LEVELS), part="log", effect=_set_log_level
    )
    #: Plays speech: an ``app.audio.OutputDevice.id``; None for the system's default.
    output_device = AppSetting[str | None](
        "sound.output_device", default=None, check=line, part="player", effect=_set_output_device
    )
    #: How much audio waits in front of the output: ``high`` avoids gaps, ``low`` is heard sooner.
    latency = AppSetting[Latency](
        "sound.latency", default="high", check=one_of(LATENCIES), part="player", effect=_set_latency
    )
    #: The window shows the memory history below its gauges.
    history_shown = AppSetting[bool]("history_shown", default=False, check=flag)
    #: How the table of engines is arranged.
    table = AppSetting[TableSettings](
        "table", default=TableSettings(), check=TableSettings.from_toml, dump=TableSettings.to_toml
    )

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        engines: Mapping[str, EngineSettings] | None = None,
    ) -> None:
        super().__init__(values)
        self.engines = dict(engines or {})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Settings):
            return NotImplemented
        engines = self.engines.keys() | other.engines.keys()
        return super().__eq__(other) and all(
            self.of(engine) == other.of(engine) for engine in engines
        )

    __hash__ = None  # pyright: ignore[reportAssignmentType] - as in the base class

    def __repr__(self) -> str:
        return f"Settings({self._values}, {self.engines})"

    def of(self, engine: str) -> EngineSettings:
        """Returns what the user decided about an engine."""
        return self.engines.get(engine) or EngineSettings()

    def replace_of(self, engine: str, setting: EngineSetting[T], value: T) -> Settings:
        """Returns a copy in which an engine's setting has another value."""
        return self._with_engine(engine, self.of(engine).replace(setting, value))

    def _with_engine(self, engine: str, settings: EngineSettings) -> Settings:
        return Settings(self._values, {**self.engines, engine: settings})

    def _with_values(self, values: Mapping[str, Any]) -> Self:
        return type(self)(values, self.engines)

    def apply(self, part: Part, target: object) -> None:
        """Applies all settings of one part of the room to it."""
        for setting in self.rows:
            if isinstance(setting, AppSetting) and setting.part == part and setting.effect:
                setting.effect(target, self.get(setting))

    @property
    def reserve_bytes(self) -> int:
        """Bytes that are kept free on each GPU."""
        return _bytes(self.reserve_gb)

    @property
    def logging_level(self) -> int:
        """The log level as :mod:`logging` counts it."""
        return level_number(self.log_level)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> tuple[Settings, list[SettingsInvalid]]:
        """Reads a parsed TOML document; ignores unknown keys.

        Returns:
            The settings, and an error for each value that isn't valid and was left out.

        Raises:
            SettingsInvalid: Another version of the program wrote the document.
        """
        version = document.get("version", VERSION)
        if version != VERSION:
            raise SettingsInvalid(
                f"version is {version!r}, but this version of Engine Room reads {VERSION}"
            )
        values, errors = cls.read_values(document)
        engines: dict[str, EngineSettings] = {}
        tables = document.get("engines", {})
        if not isinstance(tables, Mapping):
            errors.append(invalid(("engines",), "a table", tables))
            tables = {}
        for engine, table in tables.items():
            path = ("engines", str(engine))
            if isinstance(table, Mapping):
                decided, invalid_values = EngineSettings.read_values(table, path)
                engines[str(engine)] = EngineSettings(decided)
                errors += invalid_values
            else:
                errors.append(invalid(path, "a table", table))
        return cls(values, engines), errors


def level_number(level: str) -> int:
    """Returns one of ``LOG_LEVELS`` as :mod:`logging` counts it."""
    return logging.getLevelNamesMapping()[level.upper()]


def _bytes(gigabytes: float) -> int:
    return int(gigabytes * GIB)
