"""One text that an engine speaks: the engine on a background thread, playback beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audio import Peaks, PlaybackState, SpeechFormat
from app.gui.speech.engine_request import EngineRequest
from app.gui.speech.speech import Speech, SpeechRequest
from app.gui.text.messages import worded
from workers.errors import WorkerError, WorkerStopped

if TYPE_CHECKING:
    from app.audio import Outline, Playback, Player
    from app.gui.controller.background import Background
    from workers.base.clock import Clock
    from workers.catalog.entry import CatalogEntry
    from workers.tool.tool_worker import ToolWorker


#: The waveform grows at most this often; the eye can't follow more.
_OUTLINE_INTERVAL_S = 0.03


class SpeechJob(QObject):
    """Speaks one text once. All methods return at once.

    Attributes:
        first_audio: The first chunk arrived: seconds since the request, and seconds of loading
            among them (None if the engine was loaded).
        grew: More audio arrived: an ``Outline`` of all audio so far.
        spoken: The engine has finished: a ``Speech``.
        failed: The engine failed: the reason.
        playback_failed: The audio can't be played, but is still generated: the reason.
        rerouted: The chosen output isn't connected, and the default plays: the output's name.
        over: Nothing more will happen: finished and played, stopped, or failed.
    """

    first_audio = Signal(float, object)
    grew = Signal(object)
    spoken = Signal(object)
    failed = Signal(str)
    playback_failed = Signal(str)
    rerouted = Signal(str)
    over = Signal()
    _first_chunk_arrived = Signal(float, object)
    _outline_grew = Signal(object)
    _playback_changed = Signal(object, object)

    def __init__(self, request: SpeechRequest, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = request
        self._clock = clock
        self._engine_request = EngineRequest()
        self._playback: Playback | None = None
        self._background: Background | None = None
        self._is_working = False
        self._is_playing = False
        self._outlined_at = 0.0
        # These signals come from other threads; bound methods bring them to this object's thread.
        self._first_chunk_arrived.connect(self._on_first_chunk)
        self._outline_grew.connect(self._on_outline)
        self._playback_changed.connect(self._on_playback_changed)

    @property
    def is_playing(self) -> bool:
        """True while audio plays or is about to."""
        return self._is_playing

    @property
    def position_s(self) -> float:
        """Playback position in seconds."""
        return self._playback.position_s if self._playback is not None else 0.0

    def seek(self, seconds: float) -> None:
        """Continues playback from a position in the audio that has arrived so far."""
        if self._playback is not None:
            self._playback.seek(seconds)

    def start(
        self,
        worker: ToolWorker,
        entry: CatalogEntry,
        background: Background,
        player: Player | None,
    ) -> None:
        """Sends the request, and plays the audio as it arrives.

        Args:
            worker: The engine's worker; started if it isn't running.
            entry: The engine's catalog entry.
            background: Runs what blocks.
            player: Plays the audio; None to generate the audio only.
        """
        self._background = background
        self._is_working = True
        expected = SpeechFormat(entry.sample_rate, "float32")
        if player is not None:
            self._is_playing = True
            self._playback = player.start(
                expected.sample_rate,
                expected.dtype,
                on_state=self._playback_changed.emit,
            )
        requested_at = self._clock.now()
        background.run(
            lambda: self._generate(worker, entry, expected, requested_at),
            self._on_spoken,
            self._on_failed,
        )

    def stop(self) -> None:
        """Stops playback now, and the engine after its current chunk."""
        if self._playback is not None:
            self._playback.stop()
        if self._background is not None:
            self._engine_request.cancel(self._background)

    def _generate(
        self, worker: ToolWorker, entry: CatalogEntry, expected: SpeechFormat, requested_at: float
    ) -> Speech:
        # On a background thread.
        had_to_load = self._engine_request.load(worker)
        loaded_at = self._clock.now()
        load_s = loaded_at - requested_at if had_to_load else None
        chunks: list[bytes | bytearray] = []
        speech_format, peaks, first_audio_s, chunk_at = expected, Peaks(expected), 0.0, loaded_at
        messages = self._engine_request.stream_audio(worker, entry, self.request.message())
        for message in messages:
            chunk_at = self._clock.now()
            if not chunks:
                first_audio_s = chunk_at - requested_at
                self._first_chunk_arrived.emit(first_audio_s, load_s)
                speech_format = SpeechFormat(
                    message.get("sample_rate", expected.sample_rate),
                    message.get("dtype", expected.dtype),
                )
                peaks = Peaks(speech_format)
            chunks.append(message["payload"])
            self._add_chunk(message["payload"], speech_format, peaks)
        if not any(chunks):
            raise WorkerError(self.tr("The engine returned no audio."))
        if self._playback is not None:
            self._playback.finish()
        return Speech(
            request=self.request,
            format=speech_format,
            chunks=tuple(chunks),
            outline=peaks.outline(),
            load_s=load_s,
            first_audio_s=first_audio_s,
            elapsed_s=chunk_at - loaded_at,
        )

    def _add_chunk(self, samples: bytearray, speech_format: SpeechFormat, peaks: Peaks) -> None:
        if self._playback is not None:  # Playback comes first: drawing can wait.
            self._playback.feed(
                samples, sample_rate=speech_format.sample_rate, dtype=speech_format.dtype
            )
        peaks.add(samples)
        now = self._clock.now()
        if now - self._outlined_at >= _OUTLINE_INTERVAL_S:
            self._outlined_at = now
            self._outline_grew.emit(peaks.outline())

    def _on_first_chunk(self, seconds: float, load_s: float | None) -> None:
        self.first_audio.emit(seconds, load_s)

    def _on_outline(self, outline: Outline) -> None:
        if self._is_working:  # Otherwise ``spoken`` has brought the complete outline.
            self.grew.emit(outline)

    def _on_spoken(self, speech: Speech) -> None:
        self.spoken.emit(speech)
        self._is_working = False
        self._end_if_over()

    def _on_failed(self, error: Exception) -> None:
        if not self._engine_request.is_canceled:
            stopped = self.tr("The engine stopped before it finished.")
            self.failed.emit(stopped if isinstance(error, WorkerStopped) else worded(error))
        if self._playback is not None:
            self._playback.stop()
        self._is_working = False
        self._end_if_over()

    def _on_playback_changed(self, playback: Playback, state: PlaybackState) -> None:
        if playback.replaced_device is not None and state is PlaybackState.READY:
            self.rerouted.emit(playback.replaced_device)
        if not state.is_final:
            return
        if state is PlaybackState.FAILED:
            self.playback_failed.emit(worded(playback.error))
        self._is_playing = False
        self._end_if_over()

    def _end_if_over(self) -> None:
        if not self._is_working and not self._is_playing:
            self.over.emit()
