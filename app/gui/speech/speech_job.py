"""One thing being said: the engine's work on a background thread, the sound beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audio import Peaks, PlaybackState, SpeechFormat
from app.gui.speech.audio_chunks import audio_chunks
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


#: More often than this no eye sees the speech grow.
_OUTLINE_INTERVAL_S = 0.03


class SpeechJob(QObject):
    """Says one thing, once. Made for each Play or Save; all methods return at once.

    Attributes:
        first_audio: The first chunk is there: seconds since it was asked for, and how many of
            them went into loading (None when the engine was loaded).
        grew: More of it is there: an ``Outline`` of all so far.
        spoken: The engine has said it all: a ``Speech``.
        failed: The engine could not: why.
        unheard: There is no sound, but the speech is there or on its way: why.
        rerouted: The chosen output is not connected, and the default plays: its name.
        over: Nothing more will happen: said and heard, stopped, or failed.
    """

    first_audio = Signal(float, object)
    grew = Signal(object)
    spoken = Signal(object)
    failed = Signal(str)
    unheard = Signal(str)
    rerouted = Signal(str)
    over = Signal()
    _first_chunk = Signal(float, object)
    _more = Signal(object)
    _playback_moved = Signal(object, object)

    def __init__(self, request: SpeechRequest, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = request
        self._clock = clock
        self._asking = EngineRequest()
        self._playback: Playback | None = None
        self._background: Background | None = None
        self._is_working = False
        self._is_playing = False
        self._outlined_at = 0.0
        # They come from other threads; bound methods bring them to this object's own.
        self._first_chunk.connect(self._tell_first_audio)
        self._more.connect(self._tell_growth)
        self._playback_moved.connect(self._follow_playback)

    @property
    def is_playing(self) -> bool:
        """True while sound is on its way."""
        return self._is_playing

    @property
    def position_s(self) -> float:
        """Where in the speech the ear is."""
        return self._playback.position_s if self._playback is not None else 0.0

    def seek(self, seconds: float) -> None:
        """Go on from another place in what has been said so far."""
        if self._playback is not None:
            self._playback.seek(seconds)

    def start(
        self,
        worker: ToolWorker,
        entry: CatalogEntry,
        background: Background,
        player: Player | None,
    ) -> None:
        """Ask the engine, and play what comes.

        Args:
            worker: Of the engine; started when it is not running.
            entry: Tells how it answers, and what the speech will be like.
            background: Does what blocks.
            player: Plays it; None to say it into memory only.
        """
        self._background = background
        self._is_working = True
        expected = SpeechFormat(entry.sample_rate, "float32")
        if player is not None:
            self._is_playing = True
            self._playback = player.start(
                expected.sample_rate,
                expected.dtype,
                on_state=self._playback_moved.emit,
            )
        asked_at = self._clock.now()
        background.run(
            lambda: self._say(worker, entry, expected, asked_at), self._show, self._show_failure
        )

    def stop(self) -> None:
        """Silence now; the engine stops after the chunk it is at."""
        if self._playback is not None:
            self._playback.stop()
        if self._background is not None:
            self._asking.cancel(self._background)

    def _say(
        self, worker: ToolWorker, entry: CatalogEntry, expected: SpeechFormat, asked_at: float
    ) -> Speech:
        # On a background thread.
        had_to_load = self._asking.load(worker)
        loaded_at = self._clock.now()
        load_s = loaded_at - asked_at if had_to_load else None
        chunks: list[bytes | bytearray] = []
        told, peaks, first_audio_s, came_at = expected, Peaks(expected), 0.0, loaded_at
        for message in audio_chunks(self._asking, worker, entry, self.request.message()):
            came_at = self._clock.now()
            if not chunks:
                first_audio_s = came_at - asked_at
                self._first_chunk.emit(first_audio_s, load_s)
                told = SpeechFormat(
                    message.get("sample_rate", expected.sample_rate),
                    message.get("dtype", expected.dtype),
                )
                peaks = Peaks(told)
            chunks.append(message["payload"])
            self._take(message["payload"], told, peaks)
        if not any(chunks):
            raise WorkerError(self.tr("The engine returned no audio."))
        if self._playback is not None:
            self._playback.finish()
        return Speech(
            request=self.request,
            format=told,
            chunks=tuple(chunks),
            outline=peaks.outline(),
            load_s=load_s,
            first_audio_s=first_audio_s,
            elapsed_s=came_at - loaded_at,
        )

    def _take(self, samples: bytearray, told: SpeechFormat, peaks: Peaks) -> None:
        if self._playback is not None:  # The ear first.
            self._playback.feed(samples, sample_rate=told.sample_rate, dtype=told.dtype)
        peaks.add(samples)
        now = self._clock.now()
        if now - self._outlined_at >= _OUTLINE_INTERVAL_S:
            self._outlined_at = now
            self._more.emit(peaks.outline())

    def _tell_first_audio(self, seconds: float, load_s: float | None) -> None:
        self.first_audio.emit(seconds, load_s)

    def _tell_growth(self, outline: Outline) -> None:
        if self._is_working:  # Else the whole of it has been told.
            self.grew.emit(outline)

    def _show(self, speech: Speech) -> None:
        self.spoken.emit(speech)
        self._is_working = False
        self._end_if_over()

    def _show_failure(self, error: Exception) -> None:
        if not self._asking.is_cancelled:
            was_stopped = isinstance(error, WorkerStopped)
            told = self.tr("The engine stopped before it finished.")
            self.failed.emit(told if was_stopped else worded(error))
        if self._playback is not None:
            self._playback.stop()
        self._is_working = False
        self._end_if_over()

    def _follow_playback(self, playback: Playback, state: PlaybackState) -> None:
        if playback.replaced_device is not None and state is PlaybackState.READY:
            self.rerouted.emit(playback.replaced_device)
        if not state.is_final:
            return
        if state is PlaybackState.FAILED:
            self.unheard.emit(worded(playback.error))
        self._is_playing = False
        self._end_if_over()

    def _end_if_over(self) -> None:
        if not self._is_working and not self._is_playing:
            self.over.emit()
