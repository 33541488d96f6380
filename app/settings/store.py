"""The settings file: read once, then changed value by value."""

from __future__ import annotations

import logging
import threading
import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from app.settings.setting import SettingGroup, SettingsInvalid
from app.settings.settings import VERSION, Settings
from workers.base.atomic_file import set_aside, set_aside_safely, write_file
from workers.base.messages import translatable

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from pathlib import Path

    from tomlkit import TOMLDocument

    from app.settings.setting import AppSetting, EngineSetting, Setting

T = TypeVar("T")

logger = logging.getLogger(__name__)


class SettingsStore:
    """Holds the settings, and keeps them in a TOML file; safe from any thread.

    Writing keeps the user's own comments, order, and unknown keys. A value that isn't valid
    costs itself alone: its default holds, and a copy of the old file is kept.

    Attributes:
        problem: What in the file couldn't be used, and where it's kept; None if nothing.
    """

    def __init__(self, path: Path) -> None:
        """Reads the file.

        Args:
            path: The TOML file; need not exist.
        """
        self.problem: str | None = None
        self._path = path
        self._lock = threading.Lock()  # Held for moments: the main thread takes it.
        self._file_lock = threading.Lock()
        self._settings = self._load()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def set(self, setting: AppSetting[T], value: T) -> None:
        """Changes a setting of the program, and writes it to the file.

        Args:
            setting: A row of :class:`Settings`.
            value: None, in settings that may be None, takes it out of the file.

        Raises:
            OSError: The file couldn't be written. The value holds until the program ends.
        """
        self.assign(setting, value)()

    def set_of(self, setting: EngineSetting[T], engine: str, value: T) -> None:
        """Changes a setting of an engine, a row of :class:`EngineSettings`; see :meth:`set`."""
        self.assign_of(setting, engine, value)()

    def assign(self, setting: AppSetting[T], value: T) -> Callable[[], None]:
        """Changes a setting of the program without touching the disk.

        Returns:
            Writes the setting's latest value to the file, as :meth:`set` does.
        """
        with self._lock:
            self._settings = self._settings.replace(setting, value)
        return partial(self._save, setting)

    def assign_of(self, setting: EngineSetting[T], engine: str, value: T) -> Callable[[], None]:
        """Changes a setting of an engine without touching the disk; see :meth:`assign`."""
        with self._lock:
            self._settings = self._settings.replace_of(engine, setting, value)
        return partial(self._save, setting, engine)

    def reset(self) -> Path | None:
        """Returns all settings to their defaults, but for what the user has been shown already.

        Returns:
            Where the old file is kept; None when there was none.

        Raises:
            OSError: The file couldn't be moved, and nothing has changed; or as for :meth:`set`.
        """
        shown = (Settings.tray_explained, Settings.welcomed)
        with self._file_lock:
            backup = set_aside(self._path, "before-reset") if self._path.exists() else None
            with self._lock:
                before, self._settings = self._settings, Settings()
        for setting in shown:
            if before.get(setting):
                self.set(setting, value=True)
        return backup

    def _save(self, setting: Setting[Any], engine: str | None = None) -> None:
        self._write(lambda document: self._put(document, setting, engine))

    def _put(self, document: TOMLDocument, setting: Setting[Any], engine: str | None) -> None:
        """Puts a setting's value into a document, or takes it out where there is none."""
        group: SettingGroup = self._settings if engine is None else self._settings.of(engine)
        value = setting.dump(group.get(setting)) if group.is_decided(setting) else None
        table: MutableMapping[str, Any] | None = document
        if engine is not None:
            table = _inner(_inner(table, "engines", value), engine, value)
        for key in setting.path[:-1]:
            table = _inner(table, key, value)
        if table is not None:
            if value is None:
                table.pop(setting.path[-1], None)
            else:
                table[setting.path[-1]] = value

    def _load(self) -> Settings:
        try:
            document = tomllib.loads(self._path.read_text(encoding="utf-8"))
            settings, errors = Settings.from_document(document)
            if errors:
                self._repair(errors)
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

    def _repair(self, errors: Sequence[SettingsInvalid]) -> None:
        """Takes invalid values out of the file, so that they aren't reported at every start."""
        self.problem = translatable(
            "{file} has invalid settings, which were reset: {faults}. Also, {kept}.",
            file=self._path.name,
            faults="; ".join(str(error) for error in errors),
            kept=set_aside_safely(self._path, copy=True),
        )
        logger.warning("%s", self.problem)

        def edit(document: TOMLDocument) -> None:
            for error in errors:
                _remove(document, error.path)

        try:
            self._write(edit)
        except OSError as error:
            logger.warning("couldn't repair %s: %s", self._path, error)

    def _write(self, edit: Callable[[TOMLDocument], None]) -> None:
        # Imported here: it takes longer than reading the file does at start.
        import tomlkit

        with self._file_lock:
            try:
                document = tomlkit.parse(self._path.read_text(encoding="utf-8"))
            except FileNotFoundError:
                document = tomlkit.document()
                document["version"] = VERSION
            edit(document)
            write_file(self._path, tomlkit.dumps(document))


def _inner(
    table: MutableMapping[str, Any] | None, key: str, value: object
) -> MutableMapping[str, Any] | None:
    """Returns a table's inner table, which is made if there is a value to put in it."""
    import tomlkit

    if table is None or (value is None and key not in table):
        return None
    return table.setdefault(key, tomlkit.table(is_super_table=key == "engines"))


def _remove(table: MutableMapping[str, Any], path: Sequence[str]) -> None:
    """Takes a value out of a document, and the tables that are empty without it."""
    key, *rest = path
    if rest:
        _remove(table[key], rest)
    if not rest or not table[key]:
        del table[key]
