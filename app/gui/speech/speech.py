"""What was asked for, what came, and its figures. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from app.audio import Outline, SpeechFormat


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What is to be said, by whom, and how.

    Attributes:
        engine: The engine's id.
        text: What to say; not blank.
        language: As the catalog names it.
        voice: One of the engine's voices; None for its own choice.
        speed: 1.0 is the voice's natural speed; None where the engine has no such thing.
        seed: The same one brings the same sound again; None for another one each time.
        clip: A recording whose voice is taken instead of ``voice``; None for none.
        clip_text: What is said in it; empty where that is not known.
    """

    engine: str
    text: str
    language: str
    voice: str | None
    speed: float | None
    seed: int | None = None
    clip: Path | None = None
    clip_text: str = ""

    def message(self) -> dict[str, Any]:
        """The request as a worker takes it."""
        voice = str(self.clip) if self.clip is not None else self.voice
        chosen = {"voice": voice, "speed": self.speed, "seed": self.seed}
        given = {name: value for name, value in chosen.items() if value is not None}
        if self.clip is not None and self.clip_text:
            given["clip_text"] = self.clip_text
        return {"text": self.text, "language": self.language, **given}


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine said.

    Attributes:
        request: What was asked for.
        format: How the samples are to be read.
        chunks: The samples, as they came.
        outline: What it looks like.
        load_s: Seconds from asking until the engine was loaded; None where it was already.
        first_audio_s: Seconds from asking to the first chunk, loading included.
        elapsed_s: Seconds from the loaded engine's being asked to the last chunk.
    """

    request: SpeechRequest
    format: SpeechFormat
    chunks: tuple[bytes | bytearray, ...] = field(repr=False)
    outline: Outline = field(repr=False)
    load_s: float | None
    first_audio_s: float
    elapsed_s: float

    @property
    def size_bytes(self) -> int:
        """Bytes of samples."""
        return sum(len(chunk) for chunk in self.chunks)

    @property
    def duration_s(self) -> float:
        """Seconds of speech."""
        return self.size_bytes / self.format.frame_bytes / self.format.sample_rate

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for one second of speech; below 1 is faster than speech."""
        return self.elapsed_s / self.duration_s if self.duration_s else 0.0
