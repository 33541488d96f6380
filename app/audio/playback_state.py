"""Where a playback is, and which way it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.portaudio import Latency


class PlaybackState(Enum):
    """Where a playback is. The last three are final, and exactly one of them is reached."""

    OPENING = "opening the audio device"
    READY = "waiting for audio"
    PLAYING = "playing"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Nothing more will happen."""
        return self in (PlaybackState.FINISHED, PlaybackState.STOPPED, PlaybackState.FAILED)


@dataclass(frozen=True)
class Route:
    """Which way speech goes to the ear.

    Attributes:
        device_id: An ``OutputDevice.id``; None for the system's default.
        latency: Seconds of sound that the device holds, or its own idea of low and high.
            Low is heard sooner, high survives a busy computer.
        patience_s: Seconds without an answer after which the sound system counts as hanging.
    """

    device_id: str | None
    latency: Latency
    patience_s: float
