"""Speech between the thread that feeds it and the real-time callback that plays it.

The callback must not wait, so there is no lock: the feeding thread appends to lists that the
callback reads, and a ``deque`` carries seeks; each of these is one atomic step of the interpreter.
Every counter has one writer. The buffer is unbounded on purpose: engines are often faster than
real time, feeding must not block either, and an hour at 24 kHz is only 346 MB. Speech stays after
it was played, so that one can seek back. Chunks are shared with the views, never copied.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.speech_format import SpeechFormat
    from workers.base.clock import Clock

EMPTY = memoryview(b"")


class SpeechBuffer:
    """One piece of speech, fed by one thread and played by another.

    Attributes:
        frames_played: Frames that the device has taken; after a seek back some count twice.
        position: Frame that the device takes next.
        run_start: Frame at which playing started: 0, or the target of the last seek.
        gaps: How often it ran empty before the end: the engine is slower than real time.
        underruns: How often the device ran empty in speech: this computer was too busy.
        first_sound_at: When the device took the first frame (seconds of the clock), or None.
        requests: How often the device has asked; unchanged while the device hangs.
        drained: The device has taken all of the speech and the silence after it.
    """

    def __init__(
        self, speech_format: SpeechFormat, clock: Clock, on_first_sound: Callable[[], None]
    ) -> None:
        """Makes an empty buffer.

        Args:
            speech_format: Of all chunks.
            clock: For ``first_sound_at``.
            on_first_sound: Called once, from the real-time callback: it must not wait.
        """
        self.format = speech_format
        self._clock = clock
        self._on_first_sound = on_first_sound
        self._chunks: list[memoryview] = []
        self._starts: list[int] = []
        self._received = 0
        self._seeks: deque[int] = deque()
        self._next_chunk = 0
        self._rest = EMPTY
        self._complete = False
        self._silenced = False
        self._dry = True
        self._tail_bytes = 0
        self._tail_left = 0
        self._silence = memoryview(bytes(0))
        self.frames_played = 0
        self.position = 0
        self.run_start = 0
        self.gaps = 0
        self.underruns = 0
        self.first_sound_at: float | None = None
        self.requests = 0
        self.drained = False

    # The feeding side ------------------------------------------------------------------

    def put(self, chunk: memoryview) -> None:
        """Appends a chunk of whole frames, a flat view of bytes that never change again."""
        # First the start: the callback relies on every chunk having one.
        self._starts.append(self._received)
        self._received += len(chunk)
        self._chunks.append(chunk)

    def seek(self, frame: int) -> None:
        """Continues from a frame at the device's next request; on any thread.

        Args:
            frame: From 0; the end of the speech at that time at most.
        """
        self._seeks.append(max(0, frame))

    def complete(self) -> None:
        """Ends the speech: from now on an empty buffer is the end, not a gap."""
        self._complete = True

    def silence(self) -> None:
        """Makes the device's next requests yield silence, and then the end."""
        self._silenced = True
        self._complete = True
        self._chunks.clear()

    def set_tail(self, seconds: float) -> None:
        """Sets the silence after the speech, which the device would cut off otherwise."""
        self._tail_bytes = self._tail_left = self.format.frames(seconds) * self.format.frame_bytes

    # The playing side, on the real-time thread -----------------------------------------

    def fill(self, out: memoryview, *, underflow: bool) -> bool:
        """Fills the device's next block.

        Args:
            out: A writable, flat view of bytes; all of them are written.
            underflow: The device ran empty since its last request.

        Returns:
            False once the speech and the silence after it are played.
        """
        self.requests += 1
        if underflow and not self._dry:
            self.underruns += 1
        if self._seeks and not self._silenced:
            self._go_to(self._seeks.pop())
        # Read before the chunks: complete() comes after the last put().
        complete = self._complete
        taken = 0 if self._silenced else self._copy(out)
        if taken:
            self._count(taken)
        missing = len(out) - taken
        if not missing:
            return True
        if len(self._silence) < missing:
            self._silence = memoryview(bytes(missing))
        out[taken:] = self._silence[:missing]
        if complete:
            self._tail_left -= missing
            self.drained = self._tail_left <= 0
        elif not self._dry:
            self.gaps += 1
        self._dry = True
        return not self.drained

    def _copy(self, out: memoryview) -> int:
        """Copies available speech into ``out``; returns the bytes copied."""
        taken = 0
        rest = self._rest
        while taken < len(out):
            if not rest:
                try:
                    rest = self._chunks[self._next_chunk]
                except IndexError:
                    break
                self._next_chunk += 1
            size = min(len(rest), len(out) - taken)
            out[taken : taken + size] = rest[:size]
            rest = rest[size:]
            taken += size
        self._rest = rest
        return taken

    def _go_to(self, frame: int) -> None:
        """Continues from the last seek; earlier ones are dropped."""
        self._seeks.clear()
        ready = len(self._chunks)
        number = bisect_right(self._starts, frame * self.format.frame_bytes, hi=ready) - 1
        if number < 0:  # There is no speech yet.
            return
        chunk, start = self._chunks[number], self._starts[number]
        self._rest = chunk[frame * self.format.frame_bytes - start :]
        self._next_chunk = number + 1
        self.position = min(frame, (start + len(chunk)) // self.format.frame_bytes)
        self.run_start = self.position
        self._tail_left = self._tail_bytes
        self._dry = True

    def _count(self, taken: int) -> None:
        self._dry = False
        frames = taken // self.format.frame_bytes
        self.frames_played += frames
        self.position += frames
        if self.first_sound_at is None:
            self.first_sound_at = self._clock.now()
            self._on_first_sound()
