"""Speech between the thread that brings it and the real-time callback that plays it.

The callback may not wait for anybody, so there is no lock: a ``deque`` is appended to at one
end and popped at the other, both of them single steps of the interpreter. Every counter has
one writer. The buffer has no upper bound on purpose: an engine is often faster than speech,
the one who feeds may not be held up either, and an hour at 24 kHz is only 346 MB.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.audio.speech_format import SpeechFormat
    from workers.clock import Clock

EMPTY = memoryview(b"")


class SpeechBuffer:
    """One piece of speech: fed at one end, played at the other.

    Attributes:
        frames_played: Frames of speech that the device has taken.
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
        self._chunks: deque[memoryview] = deque()
        self._rest = EMPTY
        self._complete = False
        self._silenced = False
        self._dry = True
        self._tail_bytes = 0
        self._silence = memoryview(bytes(0))
        self.frames_played = 0
        self.gaps = 0
        self.underruns = 0
        self.first_sound_at: float | None = None
        self.turns = 0
        self.drained = False

    # The feeding side ------------------------------------------------------------------

    def put(self, chunk: memoryview) -> None:
        """Append a chunk of whole frames, a flat view of bytes that nobody changes any more."""
        self._chunks.append(chunk)

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
        self._tail_bytes = self.format.frames(seconds) * self.format.frame_bytes

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
            self._tail_bytes -= missing
            self.drained = self._tail_bytes <= 0
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
                    rest = self._chunks.popleft()
                except IndexError:
                    break
            size = min(len(rest), len(out) - taken)
            out[taken : taken + size] = rest[:size]
            rest = rest[size:]
            taken += size
        self._rest = rest
        return taken

    def _count(self, taken: int) -> None:
        self._dry = False
        self.frames_played += taken // self.format.frame_bytes
        if self.first_sound_at is None:
            self.first_sound_at = self._clock.now()
            self._on_first_sound()
