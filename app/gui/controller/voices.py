"""The user's voices as views know them; everything that touches files is done off this thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.text import voice_wording as wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.gui.controller.background import Background
    from app.voices.store import Clip, ClipStore


class Voices(QObject):
    """Keeps, changes and deletes voices; all methods return at once.

    Attributes:
        changed: ``clips`` is another.
        kept: A voice was added: its ``Clip``.
        refused: A voice could not be kept, changed or deleted: why.
    """

    changed = Signal()
    kept = Signal(object)
    refused = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._store: ClipStore | None = None
        self._clips: tuple[Clip, ...] = ()

    @property
    def clips(self) -> tuple[Clip, ...]:
        """All voices, by name; none before they have been read."""
        return self._clips

    @property
    def is_open(self) -> bool:
        """True once there is a place to keep voices in."""
        return self._store is not None

    def open(self, store: ClipStore) -> None:
        """Read the voices of this store, and keep new ones there."""
        self._store = store
        self._background.run(store.clips, self._show)

    def add(self, name: str, recording: Path, text: str, language: str) -> None:
        """Keep a copy of a recording as a voice; ``kept`` or ``refused`` tells."""
        store = self._store
        if store is not None:
            self._change(
                lambda: store.add(name, recording, text=text, language=language), self.kept.emit
            )

    def rename(self, clip: Clip, name: str) -> None:
        """Call a voice something else."""
        store = self._store
        if store is not None and name != clip.name:
            self._change(lambda: store.rename(clip, name))

    def describe(self, clip: Clip, text: str, language: str) -> None:
        """Say what is spoken in a voice's clip, and in which language."""
        store = self._store
        if store is not None and (text, language) != (clip.text, clip.language):
            self._change(lambda: store.describe(clip, text=text, language=language))

    def remove(self, clip: Clip) -> None:
        """Delete a voice."""
        store = self._store
        if store is not None:
            self._change(lambda: store.remove(clip))

    def _change(
        self, work: Callable[[], object], done: Callable[[object], object] | None = None
    ) -> None:
        store = self._store
        assert store is not None, "voices not open yet"

        def change() -> tuple[object, tuple[Clip, ...]]:
            return work(), store.clips()

        def show(outcome: tuple[object, tuple[Clip, ...]]) -> None:
            made, clips = outcome
            self._show(clips)
            if done is not None:
                done(made)

        self._background.run(change, show, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(wording.problem(error))
        self.changed.emit()  # What was typed is not what holds.

    def _show(self, clips: tuple[Clip, ...]) -> None:
        if clips != self._clips:
            self._clips = clips
            self.changed.emit()
