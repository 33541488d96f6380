"""The data of the real-time callback, by plain calls without an audio device."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.audio.speech_buffer import SpeechBuffer
from app.audio.speech_format import SpeechFormat
from workers.base.clock import MonotonicClock


class Listener:
    """Buffer of 16-bit audio at 1000 Hz, and the data read from it."""

    def __init__(self, tail_s: float = 0.0) -> None:
        self.first_sounds = 0
        self.buffer = SpeechBuffer(SpeechFormat(1000, "int16"), MonotonicClock(), self._count)
        self.buffer.set_tail(tail_s)
        self.heard = b""

    def put(self, speech: bytes) -> None:
        self.buffer.put(memoryview(speech))

    def take(self, frames: int, *, underflow: bool = False) -> bool:
        out = bytearray(b"\xee" * frames * 2)
        going_on = self.buffer.fill(memoryview(out), underflow=underflow)
        self.heard += out
        return going_on

    def _count(self) -> None:
        self.first_sounds += 1


@given(
    chunks=st.lists(st.integers(1, 40), max_size=12),
    asked=st.lists(st.integers(1, 50), min_size=1, max_size=12),
)
def test_speech_is_complete_for_any_chunk_sizes(chunks: list[int], asked: list[int]) -> None:
    listener = Listener()
    speech = b""
    for number, frames in enumerate(chunks):
        chunk = bytes([number + 1]) * frames * 2
        listener.put(chunk)
        speech += chunk
    listener.buffer.complete()
    turns = 0
    while listener.take(asked[turns % len(asked)]):
        turns += 1
    assert listener.heard.rstrip(b"\0") == speech
    assert listener.buffer.drained
    assert listener.buffer.frames_played == len(speech) // 2
    assert listener.buffer.gaps == 0
    assert listener.first_sounds == (1 if speech else 0)


def test_silence_follows_for_the_latency_of_the_device() -> None:
    listener = Listener(tail_s=0.025)  # 25 frames
    listener.put(b"\1" * 10)
    listener.buffer.complete()
    assert listener.take(10)  # 5 of speech, 5 of silence
    assert listener.take(10)
    assert not listener.take(10)
    assert listener.heard == b"\1" * 10 + bytes(50)


def test_gaps_count_once_and_the_end_is_no_gap() -> None:
    listener = Listener()
    assert listener.take(5)  # before any speech
    for _ in range(2):
        listener.put(b"\1" * 10)
        assert listener.take(8)
        assert listener.take(8)
    listener.put(b"\1" * 10)
    listener.buffer.complete()
    assert not listener.take(8)
    assert listener.buffer.gaps == 2


def test_underflows_count_only_during_speech() -> None:
    listener = Listener(tail_s=1)
    listener.put(b"\1" * 20)
    listener.take(4, underflow=True)  # before the speech
    listener.take(4, underflow=True)  # within
    listener.take(4, underflow=True)  # within; these are its last two frames, and silence
    listener.take(4, underflow=True)  # after it
    assert listener.buffer.underruns == 2


def test_silence_is_immediate_and_final() -> None:
    listener = Listener()
    listener.put(b"\1" * 200)
    listener.take(5)
    listener.buffer.silence()
    listener.put(b"\1" * 200)
    assert not listener.take(5)
    assert listener.heard == b"\1" * 10 + bytes(10)
    assert listener.buffer.frames_played == 5


def numbered(first: int, last: int) -> bytes:
    return b"".join(number.to_bytes(2, "little") for number in range(first, last))


@given(
    chunks=st.lists(st.integers(1, 40), min_size=1, max_size=12),
    before=st.integers(0, 60),
    to=st.integers(0, 500),
)
def test_seek_continues_from_any_available_frame(chunks: list[int], before: int, to: int) -> None:
    listener = Listener()
    speech = numbered(1, sum(chunks) + 1)
    start = 0
    for frames in chunks:
        listener.put(speech[start * 2 : (start + frames) * 2])
        start += frames
    listener.buffer.complete()
    listener.take(before)
    listener.heard = b""
    listener.buffer.seek(to)
    while listener.take(7):
        pass
    assert listener.heard.rstrip(b"\0") == speech[to * 2 :].rstrip(b"\0")
    assert listener.buffer.position == sum(chunks)
    assert listener.buffer.run_start == min(to, sum(chunks))


def test_last_of_several_seeks_wins() -> None:
    listener = Listener()
    listener.put(numbered(1, 101))
    for frame in (90, -5, 40):
        listener.buffer.seek(frame)
    listener.take(3)
    assert listener.heard == numbered(41, 44)


def test_seek_beyond_the_end_waits_for_more_speech() -> None:
    listener = Listener()
    listener.buffer.seek(50)
    listener.take(1)  # before the first chunk
    listener.put(numbered(1, 11))
    listener.take(2)
    listener.buffer.seek(50)
    listener.take(2)
    listener.put(numbered(11, 21))
    listener.take(2)
    assert listener.heard == bytes(2) + numbered(1, 3) + bytes(4) + numbered(11, 13)
    assert listener.buffer.gaps == 0, "a seek is no gap"


def test_seek_during_the_final_silence_resumes_speech() -> None:
    listener = Listener(tail_s=0.01)  # 10 frames
    listener.put(b"\1" * 10)
    listener.buffer.complete()
    assert listener.take(14)
    listener.buffer.seek(0)
    assert listener.take(14)
    assert not listener.take(1)
    assert listener.heard == (b"\1" * 10 + bytes(18)) * 2 + bytes(2)


def test_seek_after_silence_is_ignored() -> None:
    listener = Listener()
    listener.put(b"\1" * 200)
    listener.buffer.seek(10)
    listener.buffer.silence()
    assert not listener.take(5)
    assert listener.heard == bytes(10)
