"""Playback of one piece of speech, from its first chunk to its last sample."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from app.audio import devices, errors, portaudio
from app.audio.errors import SoundUnavailable
from app.audio.speech_buffer import SpeechBuffer
from app.audio.speech_format import SampleType, SpeechFormat
from app.audio.state_machine import StateMachine

if TYPE_CHECKING:
    from app.audio.audio_thread import AudioThread
    from app.audio.portaudio import Latency
    from workers.base.clock import Clock

logger = logging.getLogger(__name__)

Chunk: TypeAlias = "bytes | bytearray | memoryview"
OnState: TypeAlias = "Callable[[Playback, PlaybackState], object]"

CUT_OFF_S = 0.25
"""Seconds of silence after the speech, beyond the device's latency. PulseAudio drops what it
hasn't played when a stream ends: its latency with a null sink (33 ms measured), up to 200 ms."""

STILL_CHECKS = 3
"""A device that asked for nothing at so many checks in a row hangs. Counted, not timed, so that
a computer that wakes from sleep isn't mistaken for one."""


class PlaybackState(Enum):
    """State of a playback. Of the last three, which are final, exactly one is reached."""

    OPENING = "opening the audio device"
    READY = "waiting for audio"
    PLAYING = "playing"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """True if no other state follows."""
        return self in (PlaybackState.FINISHED, PlaybackState.STOPPED, PlaybackState.FAILED)


@dataclass(frozen=True)
class Route:
    """Where and how a playback plays.

    Attributes:
        device_id: An ``OutputDevice.id``; None for the system's default.
        latency: Seconds of audio that the device buffers, or its own low or high value. Low is
            heard sooner, high survives a busy computer.
        patience_s: Seconds without an answer after which the audio system counts as hanging.
    """

    device_id: str | None
    latency: Latency
    patience_s: float


class Playback:
    """Speech that is being played. Made by ``Player.start``.

    Every public method returns at once and may be called on any thread, ``feed`` by one thread
    at a time. Calls that wait for the device run on the player's thread.
    """

    def __init__(
        self,
        expected: SpeechFormat,
        route: Route,
        thread: AudioThread,
        clock: Clock,
        on_state: OnState | None,
    ) -> None:
        """See ``Player.start``; starts to open the device."""
        self._route = route
        self._thread = thread
        self._clock = clock
        self._states = StateMachine(self, PlaybackState.OPENING, "playback", on_state)
        self._buffer = self._new_buffer(expected)
        self._replaced: str | None = None
        self._fed = False
        self._complete = False
        # On the player's thread only:
        self._output: portaudio.Device | None = None
        self._output_buffer: SpeechBuffer | None = None
        self._seen_requests = -1
        self._still_checks = 0

        self._expect_answer()
        thread.post(self._open)

    # What callers use ------------------------------------------------------------------

    def feed(
        self, chunk: Chunk, *, sample_rate: int | None = None, dtype: SampleType | None = None
    ) -> None:
        """Appends speech; the first chunk is heard as soon as the device is open.

        Ignored after a stop or a failure: chunks may still arrive then.

        Args:
            chunk: Whole samples, mono, in the machine's byte order. It isn't copied, and must
                not change afterwards.
            sample_rate: Of this chunk, in Hz. If that of the first chunk isn't what was expected
                at the start, the device is reopened.
            dtype: Of this chunk; as ``sample_rate``.

        Raises:
            ValueError: Half a sample, a later chunk in another format, or speech after
                :meth:`finish`.
        """
        if self.state.is_final:
            return
        if self._complete:
            raise ValueError("feed() called after finish()")
        current = self._buffer.format
        given = SpeechFormat(sample_rate or current.sample_rate, dtype or current.dtype)
        view = memoryview(chunk).cast("B")
        if len(view) % given.frame_bytes:
            raise ValueError(f"{len(view)} bytes don't divide into {given.dtype} samples")
        if not view:
            return
        if given != current:
            if self._fed:
                raise ValueError(f"the stream started as {current} and can't continue as {given}")
            self._buffer = self._new_buffer(given)
        self._buffer.put(view)
        if not self._fed:
            self._fed = True
            self._thread.post(self._begin)

    def feed_all(self, chunks: Iterable[Chunk], *, from_s: float = 0.0) -> None:
        """Plays speech that is complete, in the format that was expected; instead of ``feed``.

        Args:
            chunks: As for :meth:`feed`; at least one sample of speech.
            from_s: Where to start, in seconds; :meth:`seek` can go back from there.
        """
        if self.state.is_final:
            return
        for chunk in chunks:
            self._buffer.put(memoryview(chunk).cast("B"))
        self.seek(from_s)
        self._fed = True
        self.finish()
        self._thread.post(self._begin)

    def seek(self, seconds: float) -> None:
        """Continues from another position in the speech so far, at the device's next request.

        Args:
            seconds: From the start of the speech; its end so far at most.
        """
        self._buffer.seek(self._buffer.format.frames(seconds))

    def finish(self) -> None:
        """Ends the speech: what was fed is played to its end."""
        self._complete = True
        self._buffer.complete()
        self._thread.post(self._finish_empty)

    def stop(self) -> None:
        """Stops at once, and drops what isn't played yet; does nothing after the end."""
        stopped = self._states.move(PlaybackState.STOPPED)
        self._buffer.silence()
        if stopped:
            self._thread.post(self._states.deliver)
        self._thread.post(self._close)

    @property
    def state(self) -> PlaybackState:
        """The current state."""
        return self._states.state

    @property
    def error(self) -> SoundUnavailable | None:
        """Why it failed, as a sentence for the user; None unless it did."""
        return self._states.error

    @property
    def replaced_device(self) -> str | None:
        """The chosen device that isn't connected, which the default replaces; else None."""
        return self._replaced

    @property
    def format(self) -> SpeechFormat:
        """Format of the speech: as expected until the first chunk, then as it arrived."""
        return self._buffer.format

    @property
    def frames_played(self) -> int:
        """Frames of speech that the device has taken so far."""
        return self._buffer.frames_played

    @property
    def position_s(self) -> float:
        """Position in the speech that is heard now, in seconds."""
        buffer, output = self._buffer, self._output
        latency_s = output.latency_s if output is not None else 0.0
        rate = buffer.format.sample_rate
        taken_s = buffer.position / rate
        # After a seek the device still plays buffered speech, which a playhead needn't show.
        return taken_s if self.state.is_final else max(buffer.run_start / rate, taken_s - latency_s)

    @property
    def first_sound_at(self) -> float | None:
        """When the device took the first speech, in seconds of the clock."""
        return self._buffer.first_sound_at

    @property
    def gaps(self) -> int:
        """How often the buffer ran empty before the end: the engine is slower than real time."""
        return self._buffer.gaps

    @property
    def underruns(self) -> int:
        """How often the device reports an underrun in speech: this computer was too busy."""
        return self._buffer.underruns

    # On the player's thread ------------------------------------------------------------

    def check(self) -> bool:
        """Fails if the device has stopped asking; returns whether to check again."""
        if self.state is not PlaybackState.PLAYING:
            return False
        turns = self._buffer.requests
        self._still_checks = self._still_checks + 1 if turns == self._seen_requests else 0
        self._seen_requests = turns
        if self._still_checks < STILL_CHECKS:
            return True
        self._fail_unanswered()
        self._close()
        return False

    def _open(self) -> None:
        if self.state.is_final:
            return
        try:
            self._open_output()
        except SoundUnavailable as error:
            self._fail(error)
        else:
            self._states.note_answer()
            self._states.move(PlaybackState.READY)
            self._states.deliver()

    def _open_output(self) -> None:
        if sys.platform == "darwin":
            # PortAudio's default is the device that was the default when it last looked; Linux
            # and Windows have one that stands for whatever is the default now.
            portaudio.refresh()
        try:
            self._try_to_open()
        except SoundUnavailable as error:
            if error.problem is errors.SoundProblem.NO_LIBRARY:
                raise
            # PortAudio's list of devices may be out of date: rescan, and try once more.
            logger.debug("rescanning audio devices: %s", error)
            portaudio.refresh()
            self._try_to_open_any()

    def _try_to_open_any(self) -> None:
        """Opens the chosen device, or the system's default if it isn't connected."""
        try:
            self._try_to_open()
        except SoundUnavailable as error:
            if error.problem is not errors.SoundProblem.NOT_CONNECTED:
                raise
            logger.warning("%s Using the system default output.", error)
            self._replaced = self._route.device_id
            self._try_to_open()

    def _try_to_open(self) -> None:
        buffer = self._buffer
        chosen = self._route.device_id if self._replaced is None else None
        output = portaudio.open_output(
            buffer,
            device=devices.index_of(chosen),
            latency=self._route.latency,
            on_end=lambda: self._thread.post(lambda: self._ended(buffer)),
        )
        buffer.set_tail(output.latency_s + CUT_OFF_S)
        self._output, self._output_buffer = output, buffer

    def _begin(self) -> None:
        """Starts the device: the first speech has arrived."""
        if self.state.is_final or self._output is None:
            return
        self._expect_answer()
        if self.state.is_final:  # meanwhile
            return
        try:
            if self._output_buffer is not self._buffer:
                logger.debug("audio format is %s; reopening the device", self._buffer.format)
                self._close()
                self._open_output()
            self._output.start()
        except SoundUnavailable as error:
            self._fail(error)
            self._close()

    def _first_sound(self) -> None:
        self._states.note_answer()
        self._states.move(PlaybackState.PLAYING)
        self._states.deliver()

    def _finish_empty(self) -> None:
        """Finishes at once if there is no speech at all."""
        if not self._fed:
            self._states.move(PlaybackState.FINISHED)
            self._states.deliver()
            self._close()

    def _ended(self, buffer: SpeechBuffer) -> None:
        """Handles the end of PortAudio's stream, after the last silence or by a fault."""
        if buffer is not self._output_buffer:
            return  # of a device that was reopened since
        if buffer.drained:
            self._states.move(PlaybackState.FINISHED)
            self._states.deliver()
        elif self._output is not None:
            self._fail(errors.lost(self._output.device_name))
        self._close()

    def _close(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            output.close()

    # On any thread ---------------------------------------------------------------------

    def _new_buffer(self, speech_format: SpeechFormat) -> SpeechBuffer:
        return SpeechBuffer(
            speech_format, self._clock, lambda: self._thread.post(self._first_sound)
        )

    def _fail(self, error: SoundUnavailable) -> None:
        if self._states.move(PlaybackState.FAILED, error):
            logger.warning("%s", error)
        self._states.deliver()

    def _fail_unanswered(self) -> None:
        output = self._output
        name = output.device_name if output is not None else "The audio system"
        self._fail(errors.no_answer(name, self._route.patience_s))

    def _expect_answer(self) -> None:
        self._states.expect_answer(self._route.patience_s, self._fail_unanswered)
