"""One engine of a chain, and the part of a request that it can fulfill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workers.base.states import WorkerState
from workers.catalog.entry import CatalogEntry
from workers.chain.order import Standing
from workers.child.languages import speaks
from workers.memory.plan import Fits, Refuse
from workers.tool.tool_worker import ToolWorker

#: The same as in :mod:`workers.engines.support.inputs`.
_AUDIO_SUFFIXES = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".m4a")


@dataclass(frozen=True, slots=True)
class Link:
    """An engine that can be asked.

    Attributes:
        entry: Its catalog entry.
        worker: Its worker.
        is_requested: The caller named it first, so it gets the request unchanged.
    """

    entry: CatalogEntry
    worker: ToolWorker
    is_requested: bool = False

    @property
    def standing(self) -> Standing:
        """How soon the engine could speak. Reads devices, which takes milliseconds."""
        state = self.worker.state
        if state.is_running or state is WorkerState.STARTING:
            return "ready" if self.worker.is_evictable() else "busy"
        plan = self.worker.plan()
        if isinstance(plan, Fits):
            return "fits"
        return "refused" if isinstance(plan, Refuse) else "evicts"

    def speaks(self, request: Mapping[str, Any]) -> bool:
        """Returns whether the engine speaks the requested language, if there is one."""
        language, languages = request.get("language"), self.entry.languages
        return not language or not languages or speaks(languages, str(language))

    def has_voice(self, request: Mapping[str, Any]) -> bool:
        """Returns whether the engine has, or can clone, the requested voice."""
        voice = requested_voice(request)
        if voice is None or voice in self.entry.voices:
            return True
        if not is_clip(voice) or not self.entry.supports_cloning:
            return False
        return self.entry.clip_text != "required" or bool(request.get("clip_text"))

    def request(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the request for this engine.

        Unchanged if the caller named the engine first. Otherwise a voice that it doesn't have
        becomes one of its own, and a speed or seed that it doesn't support is left out.
        """
        adapted = dict(request)
        if self.is_requested:
            return adapted
        if not self.has_voice(request):
            for name in ("voice", "clip_text"):
                adapted.pop(name, None)
            voice = self.entry.voice_for(request.get("language"))
            if voice is not None:
                adapted["voice"] = voice
        if not self.entry.supports_speed:
            adapted.pop("speed", None)
        if not self.entry.supports_seed:
            adapted.pop("seed", None)
        return adapted


def requested_voice(request: Mapping[str, Any]) -> str | None:
    """Returns the voice that a request names; None for any."""
    voice = request.get("voice")
    return None if voice in (None, "", "default") else str(voice)


def is_clip(voice: str) -> bool:
    """Returns whether a voice is the path of an audio file instead of a name."""
    return "/" in voice or "\\" in voice or voice.lower().endswith(_AUDIO_SUFFIXES)
