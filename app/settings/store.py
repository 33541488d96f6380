"""Settings on disk: one TOML file, written whole or not at all."""

from __future__ import annotations

import logging
import threading
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.settings.settings import VERSION, Settings
from app.settings.values import SettingsInvalid, forget
from workers.base.atomic_file import set_aside, set_aside_safely, write_file
from workers.base.messages import translatable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tomlkit import TOMLDocument

    from app.settings.settings import Latency
    from app.settings.table_settings import TableSettings

logger = logging.getLogger(__name__)


class SettingsStore:
    """Reads the settings once and writes single changes; safe from any thread.

    A change keeps the user's own comments and order. Every method may touch the
    disk: keep them off the GUI thread.

    Attributes:
        problem: What of the file could not be used, and where it was kept; None if all is well.
    """

    def __init__(self, path: Path) -> None:
        """Read the file now.

        Args:
            path: The TOML file; need not exist.
        """
        self.problem: str | None = None
        self._path = path
        self._lock = threading.Lock()
        self._settings = self._load()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def set_idle_timeout(self, engine: str, seconds: float) -> None:
        """Remember an engine's idle time-out, in seconds; 0 is never.

        Raises:
            OSError: As all of these: the file could not be written, and the setting holds
                until the program ends.
        """
        self._set_of(engine, "idle_timeout_s", float(seconds))

    def set_pinned(self, engine: str, *, pinned: bool) -> None:
        """Remember whether an engine is left alone. Raises as above."""
        self._set_of(engine, "pinned", pinned)

    def set_device(self, engine: str, device: str | None) -> None:
        """Remember where an engine runs; None for wherever the catalog says. Raises as above."""
        self._set_of(engine, "device", device)

    def set_starts_with_app(self, engine: str, *, starts: bool) -> None:
        """Remember whether an engine is started with the program. Raises as above."""
        self._set_of(engine, "starts_with_app", starts)

    def set_reserve_gb(self, gigabytes: float | None) -> None:
        """Remember what is kept free for other programs, in GB; None for the default.

        Raises as above.
        """
        self._set_in("memory", "reserve_gb", gigabytes)

    def set_starts_hidden(self, *, hidden: bool) -> None:
        """Remember whether the program starts in the tray. Raises as above."""
        self._set_in("general", "starts_hidden", hidden)

    def set_language(self, language: str | None) -> None:
        """Remember a locale's name, None for the system's. Raises as above."""
        self._set_in("general", "language", language)

    def set_theme(self, theme: str) -> None:
        """Remember one of ``THEMES``. Raises as above."""
        self._set_in("general", "theme", theme)

    def set_output_device(self, device: str | None) -> None:
        """Remember what speech is played on, None for the system's default. Raises as above."""
        self._set_in("sound", "output_device", device)

    def set_latency(self, latency: Latency) -> None:
        """Remember one of ``LATENCIES``. Raises as above."""
        self._set_in("sound", "latency", latency)

    def set_log_level(self, level: str) -> None:
        """Remember one of ``LOG_LEVELS``. Raises as above."""
        self._change(lambda document: _put_in(document, "logs", "level", level), log_level=level)

    def set_tray_explained(self) -> None:
        """Remember that the user knows about the tray icon. Raises as above."""
        self._change(
            lambda document: _put(document, "tray_explained", value=True), tray_explained=True
        )

    def set_welcomed(self) -> None:
        """Remember that the user has been shown around. Raises as above."""
        self._change(lambda document: _put(document, "welcomed", value=True), welcomed=True)

    def reset(self) -> Path | None:
        """Put everything back to its default, but for what the user has been told already.

        Returns:
            Where the old file is kept; None when there was none.

        Raises:
            OSError: The file could not be moved; nothing has changed then. Or as above.
        """
        with self._lock:
            kept = set_aside(self._path, "before-reset") if self._path.exists() else None
            old = self._settings
            self._settings = Settings(tray_explained=old.tray_explained, welcomed=old.welcomed)
            told = {"tray_explained": old.tray_explained, "welcomed": old.welcomed}

            def edit(document: TOMLDocument) -> None:
                for key, is_so in told.items():
                    _put(document, key, is_so or None)

            if any(told.values()):
                self._write(edit)
            return kept

    def set_table(self, table: TableSettings) -> None:
        """Remember how the table of engines is arranged. Raises as above."""

        def edit(document: TOMLDocument) -> None:
            kept = table.as_table()
            if kept:
                document["table"] = kept
            else:
                document.pop("table", None)

        self._change(edit, table=table)

    def set_history_shown(self, *, shown: bool) -> None:
        """Remember whether the history of memory is open. Raises as above."""

        def edit(document: TOMLDocument) -> None:
            document["history_shown"] = shown

        self._change(edit, history_shown=shown)

    def _set_of(self, engine: str, key: str, value: Any) -> None:
        def edit(document: TOMLDocument) -> None:
            import tomlkit

            engines = document.setdefault("engines", tomlkit.table(is_super_table=True))
            _put(engines.setdefault(engine, tomlkit.table()), key, value)

        with self._lock:
            one = replace(self._settings.of(engine), **{key: value})
            engines = {**self._settings.engines, engine: one}
            self._settings = replace(self._settings, engines=engines)
            self._write(edit)

    def _set_in(self, table: str, key: str, value: Any) -> None:
        self._change(lambda document: _put_in(document, table, key, value), **{key: value})

    def _change(self, edit: Callable[[TOMLDocument], None], **changes: Any) -> None:
        with self._lock:
            self._settings = replace(self._settings, **changes)
            self._write(edit)

    def _load(self) -> Settings:
        try:
            settings, faults = _read(tomllib.loads(self._path.read_text(encoding="utf-8")))
            if faults:
                self._mend(faults)
            return settings
        except FileNotFoundError:
            return Settings()
        except (SettingsInvalid, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problem = translatable(
                "Couldn't read the settings in {file} ({cause}). Using defaults; {kept}.",
                file=self._path.name,
                cause=str(error),
                kept=set_aside_safely(self._path),
            )
        except OSError as error:
            self.problem = translatable(
                "Couldn't open the settings in {file} ({cause}). Using defaults.",
                file=str(self._path),
                cause=str(error.strerror),
            )
        logger.warning("%s", self.problem)
        return Settings()

    def _mend(self, faults: list[SettingsInvalid]) -> None:
        """Take damaged values out of the file, so that the rest is read without them next time."""
        what = "; ".join(str(fault) for fault in faults)
        kept = set_aside_safely(self._path, copy=True)
        self.problem = translatable(
            "{file} has invalid settings, which were reset: {faults}. Also, {kept}.",
            file=self._path.name,
            faults=what,
            kept=kept,
        )
        logger.warning("%s", self.problem)

        def edit(document: TOMLDocument) -> None:
            for fault in faults:
                forget(document, fault.key)

        try:
            self._write(edit)
        except OSError as error:
            logger.warning("couldn't repair %s: %s", self._path, error)

    def _write(self, edit: Callable[[TOMLDocument], None]) -> None:
        # Imported here: it takes longer than reading the file does at start.
        import tomlkit

        try:
            document = tomlkit.parse(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            document = tomlkit.document()
            document["version"] = VERSION
        edit(document)
        write_file(self._path, tomlkit.dumps(document))


def _read(document: dict[str, Any]) -> tuple[Settings, list[SettingsInvalid]]:
    """The settings without the values that are damaged, and what is wrong with those.

    Raises:
        SettingsInvalid: Nothing of it can be used.
    """
    faults: list[SettingsInvalid] = []
    while True:
        try:
            return Settings.from_document(document), faults
        except SettingsInvalid as fault:
            if not forget(document, fault.key):
                raise
            faults.append(fault)


def _put_in(document: TOMLDocument, table: str, key: str, value: Any) -> None:
    """Set a key of a table, which is made if need be."""
    import tomlkit

    _put(document.setdefault(table, tomlkit.table()), key, value)


def _put(table: Any, key: str, value: Any) -> None:
    """Set a key, or take it away where there is nothing to remember."""
    if value is None:
        table.pop(key, None)
    else:
        table[key] = int(value) if isinstance(value, float) and value.is_integer() else value
