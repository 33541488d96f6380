"""What was asked for, what came, and its figures. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.audio import SpeechFormat


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What is to be said, by whom, and how.

    Attributes:
        engine: The engine's id.
        text: What to say; not blank.
        language: As the catalog names it.
        voice: One of the engine's voices; None for its own choice.
        speed: 1.0 is the voice's natural speed; None where the engine has no such thing.
    """

    engine: str
    text: str
    language: str
    voice: str | None
    speed: float | None

    def message(self) -> dict[str, Any]:
        """The request as a worker takes it."""
        message: dict[str, Any] = {"text": self.text, "language": self.language}
        if self.voice is not None:
            message["voice"] = self.voice
        if self.speed is not None:
            message["speed"] = self.speed
        return message


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine said.

    Attributes:
        request: What was asked for.
        format: How the samples are to be read.
        chunks: The samples, as they came.
        was_loaded: The engine was loaded when it was asked.
        first_audio_s: Seconds from asking to the first chunk, loading included.
        elapsed_s: Seconds from the loaded engine's being asked to the last chunk.
    """

    request: SpeechRequest
    format: SpeechFormat
    chunks: tuple[bytes | bytearray, ...] = field(repr=False)
    was_loaded: bool
    first_audio_s: float
    elapsed_s: float

    @property
    def duration_s(self) -> float:
        """Seconds of speech."""
        size = sum(len(chunk) for chunk in self.chunks)
        return size / self.format.frame_bytes / self.format.sample_rate

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for one second of speech; below 1 is faster than speech."""
        return self.elapsed_s / self.duration_s if self.duration_s else 0.0
