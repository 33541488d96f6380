"""Speech between the thread that brings it and the real-time callback that plays it.

The callback may not wait for anybody, so there is no lock: lists are appended to by the one
who feeds and read by the callback, and a ``deque`` brings it the seeks, all of them single steps
of the interpreter. Every counter has one writer. The buffer has no upper bound on purpose: an
engine is often faster than speech, the one who feeds may not be held up either, and an hour at
24 kHz is only 346 MB. What was played stays, so that one can go back to it; chunks are never
copied, and whoever shows or saves the speech holds the same ones.
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
    """One piece of speech: fed at one end, played at the other.

    Attributes:
        frames_played: Frames of speech that the device has taken, those taken twice counted twice.
        position: The frame of speech that the device takes next.
        run_start: Where the present run began: 0, or where the last seek went to.
        gaps: How often speech ran dry before its end: the engine is slower than it speaks.
        underruns: How often the device ran dry in speech: this computer was too slow.
        first_sound_at: When the device took the first frame (seconds of the clock), or None.
        turns: How often the device has asked; stands still when the device does.
        drained: All of the speech and the silence after it have been taken.
    """

    def __init__(
        self, speech_format: SpeechFormat, clock: Clock, on_first_sound: Callable[[], None]
    ) -> None:
        """An empty buffer.

        Args:
            speech_format: Of everything that is put in.
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
        self.turns = 0
        self.drained = False

    # The feeding side ------------------------------------------------------------------

    def put(self, chunk: memoryview) -> None:
        """Append a chunk of whole frames, a flat view of bytes that nobody changes any more."""
        # The start first: the callback trusts that every chunk has one.
        self._starts.append(self._received)
        self._received += len(chunk)
        self._chunks.append(chunk)

    def seek(self, frame: int) -> None:
        """Go on from a frame at the device's next question; any thread.

        Args:
            frame: From 0; beyond what has been put in by then it is the end of that.
        """
        self._seeks.append(max(0, frame))

    def complete(self) -> None:
        """Nothing more will be put in: an empty buffer is the end from now on, not a gap."""
        self._complete = True

    def silence(self) -> None:
        """From the device's next question on there is only silence, and then the end."""
        self._silenced = True
        self._complete = True
        self._chunks.clear()

    def set_tail(self, seconds: float) -> None:
        """How much silence follows the speech: what the device would otherwise cut off."""
        self._tail_bytes = self._tail_left = self.format.frames(seconds) * self.format.frame_bytes

    # The playing side, on the real-time thread -----------------------------------------

    def fill(self, out: memoryview, *, underflow: bool) -> bool:
        """Fill what the device wants next.

        Args:
            out: A writable, flat view of bytes; all of it is written.
            underflow: The device has run dry since it last asked.

        Returns:
            False when the speech and the silence after it are out: there is nothing to follow.
        """
        self.turns += 1
        if underflow and not self._dry:
            self.underruns += 1
        if self._seeks and not self._silenced:
            self._go_to(self._seeks.pop())
        # Read before the chunks are: whoever completes has put everything in before.
        complete = self._complete
        taken = 0 if self._silenced else self._take(out)
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

    def _take(self, out: memoryview) -> int:
        """Copy speech into ``out`` as far as there is any; returns the bytes copied."""
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
        """Take the last seek; those before it are of the past."""
        self._seeks.clear()
        ready = len(self._chunks)
        number = bisect_right(self._starts, frame * self.format.frame_bytes, hi=ready) - 1
        if number < 0:  # Nothing has been put in yet.
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
