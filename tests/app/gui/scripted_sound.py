"""Scripted sound card: no audio is played or recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from app.audio import OutputDevice, PlaybackState, RecordingState, SpeechFormat
from app.audio.errors import no_microphone


class ScriptedPlayback:
    """Scripted playback; the test advances its state."""

    def __init__(self, on_state: Callable[[Any, PlaybackState], object]) -> None:
        self._on_state = on_state
        self.fed = bytearray()
        self.is_complete = False
        self.state = PlaybackState.OPENING
        self.error: Exception | None = None
        self.position_s = 0.0
        self.sought: list[float] = []
        self.replaced_device: str | None = None

    def feed(self, chunk: bytes, *, sample_rate: int, dtype: str) -> None:
        self.fed += chunk
        if self.state is PlaybackState.OPENING:
            self.move(PlaybackState.PLAYING)

    def feed_all(self, chunks: Sequence[bytes], *, from_s: float) -> None:
        if self.state.is_final:
            return
        self.sought.append(from_s)
        for chunk in chunks:
            self.feed(chunk, sample_rate=0, dtype="")
        self.finish()

    def seek(self, seconds: float) -> None:
        self.sought.append(seconds)

    def finish(self) -> None:
        self.is_complete = True

    def stop(self) -> None:
        if not self.state.is_final:
            self.move(PlaybackState.STOPPED)

    def move(self, state: PlaybackState) -> None:
        self.state = state
        self._on_state(self, state)


class ScriptedRecording:
    """Scripted recording; the test ends it."""

    def __init__(self, on_state: Callable[[Any, RecordingState], object]) -> None:
        self._on_state = on_state
        self.error: Exception | None = None
        self.chunks: tuple[bytes, ...] = ()
        self.format = SpeechFormat(24000, "int16")
        self.level = 0.5

    @property
    def duration_s(self) -> float:
        return sum(map(len, self.chunks)) / 48000

    def stop(self) -> None:
        self.move(RecordingState.FINISHED)

    def move(self, state: RecordingState) -> None:
        self._on_state(self, state)


class ScriptedPlayer:
    """Scripted player with its devices."""

    def __init__(self) -> None:
        self.playbacks: list[ScriptedPlayback] = []
        self.recordings: list[ScriptedRecording] = []
        self.missing: Exception | None = None
        self.device_id: str | None = None
        self.devices: tuple[OutputDevice, ...] = ()
        self.latency = "high"
        self.has_microphone = True

    def find_microphone(self, callback: Callable[[Any, Any], object]) -> None:
        callback(*(("Desk", None) if self.has_microphone else (None, no_microphone())))

    def record(
        self, longest_s: float, *, on_state: Callable[[Any, RecordingState], object]
    ) -> ScriptedRecording:
        self.stop()
        recording = ScriptedRecording(on_state)
        self.recordings.append(recording)
        recording.move(RecordingState.RECORDING)
        return recording

    def start(
        self, sample_rate: int, dtype: str, *, on_state: Callable[[Any, PlaybackState], object]
    ) -> ScriptedPlayback:
        playback = ScriptedPlayback(on_state)
        self.playbacks.append(playback)
        if self.missing is not None:
            playback.error = self.missing
            playback.move(PlaybackState.FAILED)
        return playback

    def list_devices(self, callback: Callable[[Any, Exception | None], object]) -> None:
        threading.Thread(target=callback, args=(self.devices, self.missing)).start()

    def stop(self) -> None:
        if self.playbacks:
            self.playbacks[-1].stop()

    def close(self) -> None:
        self.stop()
