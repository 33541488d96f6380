"""Plays streamed speech and records, one thing at a time, without ever holding up its caller."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from app.audio import devices, portaudio
from app.audio.audio_thread import AudioThread
from app.audio.errors import SoundUnavailable
from app.audio.playback import STILL_CHECKS, OnState, Playback
from app.audio.playback_state import Route
from app.audio.recording import OnRecording, Recording
from app.audio.speech_format import SampleType, SpeechFormat
from workers.base.clock import Clock, MonotonicClock

if TYPE_CHECKING:
    from app.audio.devices import OutputDevice

OnDevices: TypeAlias = "Callable[[tuple[OutputDevice, ...], SoundUnavailable | None], object]"
OnMicrophone: TypeAlias = "Callable[[str | None, SoundUnavailable | None], object]"


class Player:
    """The program's loudspeaker and microphone.

    Make one: PortAudio knows only one user a process.

    Only :meth:`close` blocks. Making a player costs nothing: the sound system is not looked
    at before the first playback (or :meth:`prepare`).
    """

    def __init__(
        self,
        *,
        device_id: str | None = None,
        latency: portaudio.Latency = "high",
        patience_s: float = 8.0,
        clock: Clock | None = None,
    ) -> None:
        """Prepare to play.

        Args:
            device_id: An ``OutputDevice.id``; None for the system's default.
            latency: See ``Route``; ``high`` is 35 ms with ALSA.
            patience_s: See ``Route``.
            clock: For ``first_sound_at``; the monotonic clock when None.
        """
        self.device_id = device_id
        """What the next playback plays on; the default where that is not connected then."""
        self.latency: portaudio.Latency = latency
        """Of the next playback; see ``Route``."""
        self._patience_s = patience_s
        self._clock = clock or MonotonicClock()
        self._thread = AudioThread(self._watch, patience_s / STILL_CHECKS)
        self._lock = threading.Lock()
        self._playback: Playback | None = None
        self._recording: Recording | None = None

    def start(
        self, sample_rate: int, dtype: SampleType = "float32", *, on_state: OnState | None = None
    ) -> Playback:
        """Begin something new; what is playing or recording is stopped.

        Call it when speech is asked for.

        The device is opened while the engine works, and started by the first chunk.

        Args:
            sample_rate: Samples a second, as far as known; the first chunk may correct it.
            dtype: Sample type, likewise.
            on_state: ``on_state(playback, state)`` for every change after OPENING, in order,
                on a thread of the player's; the last one is FINISHED, STOPPED or FAILED.

        Raises:
            RuntimeError: The player has been closed.
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
        """Begin to record from the default microphone; what is playing or recording is stopped.

        Args:
            longest_s: It ends by itself after so many seconds.
            on_state: ``on_state(recording, state)`` for every change after OPENING, in order,
                on a thread of the player's; the last one is FINISHED or FAILED.

        Raises:
            RuntimeError: The player has been closed.
        """
        if self._thread.closed:
            raise RuntimeError("the player is closed; create a new one")
        with self._lock:
            self._stop_all()
            self._recording = Recording(self._thread, longest_s, self._patience_s, on_state)
            return self._recording

    def stop(self) -> None:
        """Stop what is playing or recording, if anything is."""
        with self._lock:
            self._stop_all()

    def _stop_all(self) -> None:
        if self._playback is not None:
            self._playback.stop()
        if self._recording is not None:
            self._recording.stop()

    def prepare(self) -> None:
        """Load PortAudio now (50 ms on the player's thread), not at the first playback."""
        self._thread.post(self._prepare)

    def list_devices(self, callback: OnDevices) -> None:
        """Look for output devices, anew unless something is playing.

        Args:
            callback: ``callback(devices, error)``, on the player's thread: no devices and the
                reason when there is no sound here.
        """
        self._thread.post(lambda: callback(*self._find_devices()))

    def find_microphone(self, callback: OnMicrophone) -> None:
        """Look for something to record with, anew unless something is playing or recording.

        Args:
            callback: ``callback(name, error)``, on the player's thread: no name and the reason
                when there is none.
        """
        self._thread.post(lambda: callback(*self._find_microphone()))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop, and give everything back. Blocks: not for the GUI thread while it draws.

        Args:
            timeout_s: How long to wait for the sound system, in seconds.

        Returns:
            False when it hangs; its thread does not keep the program from ending.
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
            # Told when somebody wants to hear something, and tried again then.
            return

    def _find_devices(self) -> tuple[tuple[OutputDevice, ...], SoundUnavailable | None]:
        try:
            self._look_again()
            return devices.output_devices(), None
        except SoundUnavailable as error:
            return (), error

    def _find_microphone(self) -> tuple[str | None, SoundUnavailable | None]:
        try:
            self._look_again()
            return portaudio.default_input().name, None
        except SoundUnavailable as error:
            return None, error

    def _look_again(self) -> None:
        """Have PortAudio look for devices, unless that would close one in use."""
        in_use = (self._playback, self._recording)
        if all(user is None or user.state.is_final for user in in_use):
            portaudio.refresh()
