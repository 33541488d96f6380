"""The program's audio output and microphone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from app.audio import devices, portaudio
from app.audio.audio_thread import AudioThread
from app.audio.errors import SoundUnavailable
from app.audio.playback import STILL_CHECKS, OnState, Playback, Route
from app.audio.recording import OnRecording, Recording
from app.audio.speech_format import SampleType, SpeechFormat
from workers.base.clock import Clock, MonotonicClock

if TYPE_CHECKING:
    from app.audio.devices import OutputDevice

OnDevices: TypeAlias = "Callable[[tuple[OutputDevice, ...], SoundUnavailable | None], object]"
OnMicrophone: TypeAlias = "Callable[[str | None, SoundUnavailable | None], object]"


class Player:
    """Plays streamed speech and records, one at a time.

    A program makes one: PortAudio has one user per process. Only :meth:`close` blocks. A player
    costs nothing until its first playback (or :meth:`prepare`) starts the audio system.
    """

    def __init__(
        self,
        *,
        device_id: str | None = None,
        latency: portaudio.Latency = "high",
        patience_s: float = 8.0,
        clock: Clock | None = None,
    ) -> None:
        """Doesn't touch the audio system yet.

        Args:
            device_id: An ``OutputDevice.id``; None for the system's default.
            latency: See ``Route``; ``high`` is 35 ms with ALSA.
            patience_s: See ``Route``.
            clock: For ``first_sound_at``; the monotonic clock when None.
        """
        self.device_id = device_id
        """Output of the next playback; the default if it isn't connected then."""
        self.latency: portaudio.Latency = latency
        """Latency of the next playback; see ``Route``."""
        self._patience_s = patience_s
        self._clock = clock or MonotonicClock()
        self._thread = AudioThread(self._watch, patience_s / STILL_CHECKS)
        self._lock = threading.Lock()
        self._playback: Playback | None = None
        self._recording: Recording | None = None

    def start(
        self, sample_rate: int, dtype: SampleType = "float32", *, on_state: OnState | None = None
    ) -> Playback:
        """Starts a playback; stops what is playing or recording.

        Call it when speech is requested: the device is opened while the engine works, and
        started by the first chunk.

        Args:
            sample_rate: In Hz, as far as known; the first chunk may correct it.
            dtype: Sample type, as far as known.
            on_state: ``on_state(playback, state)`` for every change after OPENING, in order,
                on a thread of the player's; the last one is FINISHED, STOPPED or FAILED.

        Raises:
            RuntimeError: The player is closed.
        """
        if self._thread.closed:
            raise RuntimeError("the player is closed; create a new one")
        route = Route(self.device_id, self.latency, self._patience_s)
        expected = SpeechFormat(sample_rate, dtype)
        with self._lock:
            self._stop_all()
            self._playback = Playback(expected, route, self._thread, self._clock, on_state)
            return self._playback

    def record(self, longest_s: float, *, on_state: OnRecording | None = None) -> Recording:
        """Starts to record from the default microphone; stops what is playing or recording.

        Args:
            longest_s: Seconds after which the recording ends.
            on_state: ``on_state(recording, state)`` for every change after OPENING, in order,
                on a thread of the player's; the last one is FINISHED or FAILED.

        Raises:
            RuntimeError: The player is closed.
        """
        if self._thread.closed:
            raise RuntimeError("the player is closed; create a new one")
        with self._lock:
            self._stop_all()
            self._recording = Recording(self._thread, longest_s, self._patience_s, on_state)
            return self._recording

    def stop(self) -> None:
        """Stops what is playing or recording, if anything."""
        with self._lock:
            self._stop_all()

    def _stop_all(self) -> None:
        if self._playback is not None:
            self._playback.stop()
        if self._recording is not None:
            self._recording.stop()

    def prepare(self) -> None:
        """Loads PortAudio now (50 ms on the player's thread), not at the first playback."""
        self._thread.post(self._prepare)

    def list_devices(self, callback: OnDevices) -> None:
        """Lists audio outputs; rescans unless something is playing.

        Args:
            callback: ``callback(devices, error)``, on the player's thread: no devices and the
                reason if there is no audio output.
        """
        self._thread.post(lambda: callback(*self._find_devices()))

    def find_microphone(self, callback: OnMicrophone) -> None:
        """Finds the default microphone; rescans unless something is playing or recording.

        Args:
            callback: ``callback(name, error)``, on the player's thread: no name and the reason
                if there is none.
        """
        self._thread.post(lambda: callback(*self._find_microphone()))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stops, and releases the audio system. Blocks: not for the main thread.

        Args:
            timeout_s: Longest wait for the audio system in seconds.

        Returns:
            False if it hangs; its thread doesn't keep the program from ending.
        """
        self.stop()
        return self._thread.close(timeout_s)

    # On the player's thread ------------------------------------------------------------

    def _watch(self) -> bool:
        playback = self._playback
        return playback is not None and playback.check()

    def _prepare(self) -> None:
        try:
            portaudio.load()
        except SoundUnavailable:
            # Tried again, and reported, at the first playback.
            return

    def _find_devices(self) -> tuple[tuple[OutputDevice, ...], SoundUnavailable | None]:
        try:
            self._rescan()
            return devices.output_devices(), None
        except SoundUnavailable as error:
            return (), error

    def _find_microphone(self) -> tuple[str | None, SoundUnavailable | None]:
        try:
            self._rescan()
            return portaudio.default_input().name, None
        except SoundUnavailable as error:
            return None, error

    def _rescan(self) -> None:
        """Rescans devices, unless that would close one in use."""
        in_use = (self._playback, self._recording)
        if all(user is None or user.state.is_final for user in in_use):
            portaudio.refresh()
