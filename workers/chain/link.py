"""One engine of a chain, and what it is asked: the request, as far as it can fulfil it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workers.base.states import WorkerState
from workers.catalog.entry import CatalogEntry
from workers.chain.order import Standing
from workers.memory.plan import Fits, Refuse
from workers.text.language import speaks
from workers.tool.tool_worker import ToolWorker

#: As :mod:`workers.engines.support.inputs` has them.
_SOUND_FILES = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".m4a")


@dataclass(frozen=True, slots=True)
class Link:
    """An engine that can be asked.

    Attributes:
        entry: What the catalog says of it.
        worker: Runs it.
        is_meant: The caller has named it first, and means what it asks of it.
    """

    entry: CatalogEntry
    worker: ToolWorker
    is_meant: bool = False

    @property
    def standing(self) -> Standing:
        """How soon it could speak. Reads devices, which takes milliseconds."""
        state = self.worker.state
        if state.is_running or state is WorkerState.STARTING:
            return "ready" if self.worker.is_evictable() else "busy"
        plan = self.worker.plan()
        if isinstance(plan, Fits):
            return "fits"
        return "refused" if isinstance(plan, Refuse) else "evicts"

    def speaks(self, request: Mapping[str, Any]) -> bool:
        """Whether it speaks the language that is asked for, if one is."""
        language, languages = request.get("language"), self.entry.languages
        return not language or not languages or speaks(languages, str(language))

    def has_voice(self, request: Mapping[str, Any]) -> bool:
        """Whether it can speak in the voice that is asked for."""
        voice = wanted_voice(request)
        if voice is None or voice in self.entry.voices:
            return True
        if not is_clip(voice) or not self.entry.supports_cloning:
            return False
        return self.entry.clip_text != "required" or bool(request.get("clip_text"))

    def request(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """What it is asked: as it stands if it was meant; else what it can do of it.

        A voice that it does not have becomes its own one; a speed and a seed that it knows
        nothing of are left out.
        """
        made = dict(request)
        if self.is_meant:
            return made
        if not self.has_voice(request):
            for name in ("voice", "clip_text"):
                made.pop(name, None)
            voice = self.entry.voice_for(request.get("language"))
            if voice is not None:
                made["voice"] = voice
        if not self.entry.supports_speed:
            made.pop("speed", None)
        if not self.entry.supports_seed:
            made.pop("seed", None)
        return made


def wanted_voice(request: Mapping[str, Any]) -> str | None:
    """The voice that a request asks for; None where any will do."""
    voice = request.get("voice")
    return None if voice in (None, "", "default") else str(voice)


def is_clip(voice: str) -> bool:
    """Whether a voice is a sound file's path instead of a name."""
    return "/" in voice or "\\" in voice or voice.lower().endswith(_SOUND_FILES)
