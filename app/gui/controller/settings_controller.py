"""Changes of settings: in force at once, and saved in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.gui.controller.save_queue import SaveQueue

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.background import Background
    from app.room import EngineRoom
    from app.settings import AppSetting, EngineSetting, Settings, SettingsStore

T = TypeVar("T")


class SettingsController(QObject):
    """Changes settings by their rows in :mod:`app.settings.settings`; all methods return at once.

    Attributes:
        applied: A setting of an engine has changed: the engine's ID.
        changed: A setting of the program has changed.
        notice: Something the user should know about a change: one sentence.
    """

    applied = Signal(str)
    changed = Signal()
    notice = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saves = SaveQueue(background)
        self._room: EngineRoom | None = None
        self._store: SettingsStore | None = None

    @property
    def is_ready(self) -> bool:
        """True once the settings have been read."""
        return self._store is not None

    @property
    def current(self) -> Settings:
        """The settings in force, which may not be saved yet."""
        return self._read_store.settings

    def use(self, store: SettingsStore) -> None:
        """Changes these settings from now on."""
        self._store = store

    def attach(self, room: EngineRoom) -> None:
        """Applies changes to this room from now on; engines have settings only after that."""
        self._room = room
        self.use(room.settings)

    def set(self, setting: AppSetting[T], value: T) -> None:
        """Changes a setting of the program."""
        save = self._read_store.assign(setting, value)
        if self._room is not None:
            self._room.apply(setting)
        self.changed.emit()
        self._saves.add(save, None, self._note_unsaved)

    def set_of(self, setting: EngineSetting[T], engine: str, value: T) -> None:
        """Changes a setting of an engine, by the engine's ID; needs a room."""
        room = self._room
        assert room is not None, "room not open yet"
        save = self._read_store.assign_of(setting, engine, value)
        room.apply_to_engine(engine, setting)
        self._note_restart(room, engine, setting)
        self.applied.emit(engine)
        self._saves.add(save, None, self._note_unsaved)

    def reset(self) -> None:
        """Returns all settings to their defaults; a notice names the backup."""
        self._saves.add(self._read_store.reset, self._apply_defaults, self._note_not_reset)

    def _note_restart(self, room: EngineRoom, engine: str, setting: EngineSetting[T]) -> None:
        from app.settings import EngineSettings

        if setting is EngineSettings.device and room.workers[engine].state.is_running:
            text = self.tr("{} uses the new device after a restart.")
            self.notice.emit(text.format(room.engines[engine].name))

    def _apply_defaults(self, backup: Path | None) -> None:
        if self._room is not None:
            self._room.apply_all()
            for engine in self._room.engines:
                self.applied.emit(engine)
        self.changed.emit()
        if backup is None:
            self.notice.emit(self.tr("All settings are already at their defaults."))
        else:
            text = self.tr("Settings reset to defaults. Backup: {}")
            self.notice.emit(text.format(backup))

    def _note_not_reset(self, error: Exception) -> None:
        text = self.tr("Couldn’t reset the settings: {}")
        self.notice.emit(text.format(error))

    def _note_unsaved(self, error: Exception) -> None:
        text = self.tr("Couldn’t save the setting ({}). It applies until you quit.")
        self.notice.emit(text.format(error))

    @property
    def _read_store(self) -> SettingsStore:
        assert self._store is not None, "settings not read yet"
        return self._store
