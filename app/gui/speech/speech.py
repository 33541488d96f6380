"""A request for speech, and the speech that an engine returned. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from app.audio import Outline, SpeechFormat


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """Text to speak, and how.

    Attributes:
        engine: The engine's ID.
        text: The text to speak; not blank.
        language: A language code of the catalog.
        voice: One of the engine's voices; None for the engine's default.
        speed: 1.0 is the voice's natural speed; None if the engine has a fixed speed.
        seed: The same seed gives the same audio; None for a random seed.
        clip: A voice sample to clone instead of ``voice``; None for none.
        clip_text: The transcript of the voice sample; empty if unknown.
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
        """Returns the request in the worker's format."""
        voice = str(self.clip) if self.clip is not None else self.voice
        options = {"voice": voice, "speed": self.speed, "seed": self.seed}
        message = {name: value for name, value in options.items() if value is not None}
        if self.clip is not None and self.clip_text:
            message["clip_text"] = self.clip_text
        return {"text": self.text, "language": self.language, **message}


@dataclass(frozen=True, slots=True)
class Speech:
    """Speech of an engine, with its measurements.

    Attributes:
        request: The request that the speech answers.
        format: Sample rate and type of the samples.
        chunks: The samples, as they arrived.
        outline: The waveform.
        load_s: Seconds from the request until the engine was loaded; None if it was loaded before.
        first_audio_s: Seconds from the request to the first chunk, including loading.
        elapsed_s: Seconds from the request to the loaded engine to the last chunk.
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
        """Seconds of audio."""
        return self.size_bytes / self.format.frame_bytes / self.format.sample_rate

    @property
    def real_time_factor(self) -> float:
        """Processing time per second of audio; below 1 is faster than real time."""
        return self.elapsed_s / self.duration_s if self.duration_s else 0.0
