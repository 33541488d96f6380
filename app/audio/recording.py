"""One recording from the microphone."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from app.audio import errors, portaudio
from app.audio.errors import SoundUnavailable
from app.audio.speech_format import SpeechFormat
from app.audio.state_machine import StateMachine

if TYPE_CHECKING:
    from app.audio.audio_thread import AudioThread

logger = logging.getLogger(__name__)

OnRecording: TypeAlias = "Callable[[Recording, RecordingState], object]"


class RecordingState(Enum):
    """State of a recording. Of the last two, which are final, exactly one is reached."""

    OPENING = "opening the microphone"
    RECORDING = "recording"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """True if no other state follows."""
        return self in (RecordingState.FINISHED, RecordingState.FAILED)


class Recording:
    """Speech from the system's default microphone. Made by ``Player.record``.

    Every public method returns at once and may be called on any thread; calls that wait for the
    device run on the player's thread. A failure keeps what was recorded before.
    """

    def __init__(
        self, thread: AudioThread, longest_s: float, patience_s: float, on_state: OnRecording | None
    ) -> None:
        """See ``Player.record``; starts to open the microphone."""
        self._thread = thread
        self._longest_s = longest_s
        self._states = StateMachine(self, RecordingState.OPENING, "recording", on_state)
        self._chunks: list[bytes] = []
        self._bytes = 0
        self._rate = 0
        self._stopped = False
        self._input: portaudio.Device | None = None  # on the player's thread only
        self._patience_s = patience_s
        self._expect_answer()
        thread.post(self._open)

    def stop(self) -> None:
        """Ends the recording; does nothing after the end."""
        self._stopped = True
        self._expect_answer()
        self._thread.post(lambda: self._end(None))

    @property
    def state(self) -> RecordingState:
        """The current state."""
        return self._states.state

    @property
    def error(self) -> SoundUnavailable | None:
        """Why it failed, as a sentence for the user; None unless it did."""
        return self._states.error

    @property
    def chunks(self) -> tuple[bytes, ...]:
        """Blocks recorded so far: int16 samples."""
        return tuple(self._chunks)

    @property
    def format(self) -> SpeechFormat:
        """Format of the samples: int16, at the microphone's rate; only once there are any."""
        return SpeechFormat(self._rate, "int16")

    @property
    def duration_s(self) -> float:
        """Seconds recorded so far."""
        return self._bytes / 2 / self._rate if self._rate else 0.0

    @property
    def level(self) -> float:
        """Peak of the latest block, 0 to 1."""
        try:
            block = array("h", self._chunks[-1])
        except IndexError:
            return 0.0
        return max(*block, -min(block)) / 32768

    # On PortAudio's real-time thread ---------------------------------------------------

    def _keep(self, samples: bytes) -> bool:
        """Keeps a block; returns False at the end of the recording."""
        room = int(self._longest_s * self._rate) * 2 - self._bytes
        if self._stopped or room <= 0:
            return False
        block = samples[:room]
        self._chunks.append(block)
        self._bytes += len(block)
        return len(samples) < room

    # On the player's thread ------------------------------------------------------------

    def _open(self) -> None:
        if self._stopped or self.state.is_final:
            return
        try:
            portaudio.refresh()  # The microphone may have been connected just now.
            self._rate = portaudio.default_input().sample_rate
            self._input = portaudio.open_input(
                self._keep, self._rate, on_end=lambda: self._thread.post(self._ended)
            )
            self._input.start()
        except SoundUnavailable as error:
            self._end(error)
            return
        self._states.note_answer()
        self._states.move(RecordingState.RECORDING)
        self._states.deliver()

    def _ended(self) -> None:
        """Handles the end of PortAudio's stream: complete, or the microphone was disconnected."""
        is_complete = self._stopped or self.duration_s >= self._longest_s
        device = self._input
        name = device.device_name if device is not None else "The microphone"
        self._end(None if is_complete else errors.lost_microphone(name))

    def _end(self, error: SoundUnavailable | None) -> None:
        if self._states.move(RecordingState.FAILED if error else RecordingState.FINISHED, error):
            if error is not None:
                logger.warning("%s", error)
            self._states.deliver()
        # Only the player's thread may touch the device: a timer's thread must not wait for it.
        self._thread.post(self._close)

    def _close(self) -> None:
        device, self._input = self._input, None
        if device is not None:
            device.close()

    # On any thread ---------------------------------------------------------------------

    def _expect_answer(self) -> None:
        error = errors.no_answer("The microphone", self._patience_s)
        self._states.expect_answer(self._patience_s, lambda: self._end(error))
