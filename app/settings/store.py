"""Settings on disk: one TOML file, written whole or not at all."""

from __future__ import annotations

import logging
import os
import threading
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.settings.settings import VERSION, Settings
from app.settings.values import SettingsInvalid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tomlkit import TOMLDocument

    from app.settings.table_settings import TableSettings

logger = logging.getLogger(__name__)


class SettingsStore:
    """Reads the settings once and writes single changes; safe from any thread.

    A change keeps the user's own comments and order. Every method may touch the
    disk: keep them off the GUI thread.

    Attributes:
        problem: Why the file could not be used and where it was kept; None if all is well.
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

    def set_reserve_gb(self, gigabytes: float | None) -> None:
        """Remember what is kept free for other programs, in GB; None for the default.

        Raises as above.
        """

        def edit(document: TOMLDocument) -> None:
            import tomlkit

            _put(document.setdefault("memory", tomlkit.table()), "reserve_gb", gigabytes)

        self._change(edit, reserve_gb=gigabytes)

    def set_tray_explained(self) -> None:
        """Remember that the user knows about the tray icon. Raises as above."""

        def edit(document: TOMLDocument) -> None:
            document["tray_explained"] = True

        self._change(edit, tray_explained=True)

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

    def _change(self, edit: Callable[[TOMLDocument], None], **changes: Any) -> None:
        with self._lock:
            self._settings = replace(self._settings, **changes)
            self._write(edit)

    def _load(self) -> Settings:
        try:
            return Settings.from_document(tomllib.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Settings()
        except (SettingsInvalid, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            kept = self._keep_aside()
            self.problem = (
                f"The settings in {self._path.name} could not be read ({error}). "
                f"Defaults are in use; the old file is kept as {kept.name}."
            )
        except OSError as error:
            self.problem = (
                f"The settings in {self._path} could not be opened ({error.strerror}). "
                "Defaults are in use."
            )
        logger.warning("%s", self.problem)
        return Settings()

    def _keep_aside(self) -> Path:
        number = 1
        while (kept := self._path.with_suffix(f".damaged-{number}.toml")).exists():
            number += 1
        self._path.replace(kept)
        return kept

    def _write(self, edit: Callable[[TOMLDocument], None]) -> None:
        # Imported here: it takes longer than reading the file does at start.
        import tomlkit

        try:
            document = tomlkit.parse(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            document = tomlkit.document()
            document["version"] = VERSION
        edit(document)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.write(tomlkit.dumps(document))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        finally:
            draft.unlink(missing_ok=True)


def _put(table: Any, key: str, value: Any) -> None:
    """Set a key, or take it away where there is nothing to remember."""
    if value is None:
        table.pop(key, None)
    else:
        table[key] = int(value) if isinstance(value, float) and value.is_integer() else value
