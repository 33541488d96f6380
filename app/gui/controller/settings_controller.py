"""What the user decides: applied at once, and remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.gui.controller.save_queue import SaveQueue
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.gui.controller.background import Background
    from app.room import EngineRoom
    from app.settings import Latency, Settings, SettingsStore, TableSettings


class SettingsController(QObject):
    """Takes decisions; all methods return at once. Engines and memory need an open room.

    Attributes:
        applied: A decision about an engine holds now: its id.
        changed: A decision that is not about one engine holds now.
        notice: Something the user should know about a decision: one sentence.
    """

    applied = Signal(str)
    changed = Signal()
    notice = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saves = SaveQueue(background)
        self._room: EngineRoom | None = None
        self._store: SettingsStore | None = None
        self._settings: Settings | None = None

    @property
    def is_ready(self) -> bool:
        """True once there are settings to decide about."""
        return self._settings is not None

    @property
    def current(self) -> Settings:
        """What has been decided; the store may still be writing it."""
        assert self._settings is not None, "settings not read yet"
        return self._settings

    def use(self, store: SettingsStore) -> None:
        """Decide about these settings from now on."""
        self._store = store
        self._settings = store.settings

    def attach(self, room: EngineRoom) -> None:
        """Decide for this room from now on; before that nothing can be decided about engines."""
        self._room = room
        if self._store is not room.settings:
            self.use(room.settings)

    def set_idle_timeout(self, engine: str, seconds: float) -> None:
        """Stop the engine after so many idle seconds (0: never)."""
        self._opened().workers[engine].set_idle_timeout(seconds)
        self._decide_for(
            engine,
            lambda store: store.set_idle_timeout(engine, seconds),
            idle_timeout_s=seconds,
        )

    def set_pinned(self, engine: str, pinned: bool) -> None:
        """Never stop the engine for another, nor for being idle; or do so again."""
        self._opened().workers[engine].set_pinned(pinned)
        self._decide_for(
            engine, lambda store: store.set_pinned(engine, pinned=pinned), pinned=pinned
        )

    def set_device(self, engine: str, device: str) -> None:
        """Run the engine on one device alone, from its next start on.

        Args:
            engine: Its id.
            device: A GPU's UUID, ``cpu``, or ``app.settings.ANY_DEVICE``.
        """
        from app.settings import EngineSettings

        room = self._opened()
        worker, entry = room.workers[engine], room.engines[engine]
        worker.device = EngineSettings(device=device).device_or(entry.device)
        if worker.state.is_running:
            told = self.tr("{} uses the new device after a restart.")
            self.notice.emit(told.format(entry.name))
        self._decide_for(engine, lambda store: store.set_device(engine, device), device=device)

    def set_starts_with_app(self, engine: str, starts: bool) -> None:
        """Start the engine as soon as the program is there, from the next time on."""
        self._decide_for(
            engine,
            lambda store: store.set_starts_with_app(engine, starts=starts),
            starts_with_app=starts,
        )

    def set_reserve_gb(self, gigabytes: float) -> None:
        """Keep so many GB (2**30 bytes) free for other programs on each GPU; 0 for none."""
        self._opened().supervisor.reserve_bytes = int(gigabytes * GIB)
        self._decide(lambda store: store.set_reserve_gb(gigabytes), reserve_gb=gigabytes)

    def set_starts_hidden(self, hidden: bool) -> None:
        """Start in the tray, without the window."""
        self._decide(lambda store: store.set_starts_hidden(hidden=hidden), starts_hidden=hidden)

    def set_language(self, language: str | None) -> None:
        """Speak another language from the next start on: a locale's name, None for the system's."""
        self._decide(lambda store: store.set_language(language), language=language)

    def set_theme(self, theme: str) -> None:
        """Be one of ``app.settings.THEMES``."""
        self._decide(lambda store: store.set_theme(theme), theme=theme)

    def set_output_device(self, device: str | None) -> None:
        """Play the next thing on a device, by its id; None for the system's default."""
        self._opened().player.device_id = device
        self._decide(lambda store: store.set_output_device(device), output_device=device)

    def set_latency(self, latency: Latency) -> None:
        """Play the next thing with one of ``app.settings.LATENCIES``."""
        self._opened().player.latency = latency
        self._decide(lambda store: store.set_latency(latency), latency=latency)

    def set_log_level(self, level: str) -> None:
        """Write one of ``app.settings.LOG_LEVELS`` into the logs."""
        self._decide(lambda store: store.set_log_level(level), log_level=level)
        if self._room is not None:
            self._room.log.set_level(self.current.logging_level)

    def set_tray_explained(self) -> None:
        """The user knows about the tray icon."""
        self._decide(lambda store: store.set_tray_explained(), tray_explained=True)

    def set_welcomed(self) -> None:
        """The user has been shown around."""
        self._decide(lambda store: store.set_welcomed(), welcomed=True)

    def set_table(self, table: TableSettings) -> None:
        """Have the table of engines arranged like this after a restart, too."""
        self._decide(lambda store: store.set_table(table), table=table)

    def set_history_shown(self, shown: bool) -> None:
        """Have the history of memory open at the next start, or closed."""
        self._decide(lambda store: store.set_history_shown(shown=shown), history_shown=shown)

    def save(self, write: Callable[[], None]) -> None:
        """Write a setting off the main thread, after those before it; a failure is a notice."""
        self._saves.add(write, None, self._note_unsaved)

    def reset(self) -> None:
        """Put all settings back to their defaults; a notice tells where the old ones are kept."""
        store = self._store
        assert store is not None, "no settings to reset"
        self._saves.add(store.reset, self._apply_defaults, self._note_not_reset)

    def _apply_defaults(self, kept: Path | None) -> None:
        assert self._store is not None
        settings = self._settings = self._store.settings
        if self._room is not None:
            self._room.apply(settings)
            for engine in self._room.engines:
                self.applied.emit(engine)
        self.changed.emit()
        if kept is None:
            self.notice.emit(self.tr("All settings are already at their defaults."))
        else:
            told = self.tr("Settings reset to defaults. Backup: {}")
            self.notice.emit(told.format(kept))

    def _note_not_reset(self, error: Exception) -> None:
        told = self.tr("Couldn’t reset the settings: {}")
        self.notice.emit(told.format(error))

    def _decide_for(
        self, engine: str, write: Callable[[SettingsStore], None], **changes: Any
    ) -> None:
        one = replace(self.current.of(engine), **changes)
        self._settings = replace(self.current, engines={**self.current.engines, engine: one})
        self.applied.emit(engine)
        self._save(write)

    def _decide(self, write: Callable[[SettingsStore], None], **changes: Any) -> None:
        self._settings = replace(self.current, **changes)
        self.changed.emit()
        self._save(write)

    def _save(self, write: Callable[[SettingsStore], None]) -> None:
        store = self._store
        assert store is not None, "settings not read yet"
        self.save(lambda: write(store))

    def _note_unsaved(self, error: Exception) -> None:
        told = self.tr("Couldn’t save the setting ({}). It applies until you quit.")
        self.notice.emit(told.format(error))

    def _opened(self) -> EngineRoom:
        assert self._room is not None, "room not open yet"
        return self._room
