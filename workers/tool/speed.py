"""How fast a tool spoke last: what its real-time factor was, and how soon it was heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from workers.base.clock import Clock
from workers.child.audio import SAMPLE_BYTES


class SpeedMeter:
    """Each figure stays until the next one of its kind.

    Attributes:
        real_time_factor: Seconds of processing for a second of speech; None until known.
        first_audio_s: Seconds from the request for a stream to its first sound, whatever was
            waited for in between; None until known.
    """

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.real_time_factor: float | None = None
        self.first_audio_s: float | None = None

    def note(self, duration_s: Any, elapsed_s: float) -> None:
        """Note what was processed in ``elapsed_s``; a duration that is none is passed over."""
        if _is_positive(duration_s):
            self.real_time_factor = elapsed_s / duration_s


class StreamSpeedMeter:
    """Measures one stream of speech as it is read, for a :class:`SpeedMeter`."""

    def __init__(self, pace: SpeedMeter, clock: Clock, requested_at: float) -> None:
        """The worker is being asked now.

        Args:
            pace: Is told the figures.
            clock: Tells when chunks come.
            requested_at: Clock seconds at which the caller asked for the stream.
        """
        self._pace = pace
        self._clock = clock
        self._requested_at = requested_at
        self._asked_at = clock.now()
        self._size_bytes = 0
        self._bytes_per_s: float | None = None

    def take(self, chunk: Mapping[str, Any]) -> None:
        """Note a chunk; those without sound count for nothing. On the hot path."""
        size = len(chunk.get("payload", b""))
        if not self._size_bytes and size:
            self._pace.first_audio_s = self._clock.now() - self._requested_at
            self._bytes_per_s = _bytes_per_s(chunk)
        self._size_bytes += size

    def end(self, result: Mapping[str, Any]) -> None:
        """Note the end of a stream; one that failed says nothing of the engine's speed."""
        if "error" in result or not result:
            return
        # By the worker's own account, where there is one: a caller who plays each chunk before
        # it takes the next would make every engine as slow as its speech.
        told = result.get("latency_ms")
        elapsed_s = told / 1000 if _is_positive(told) else self._clock.now() - self._asked_at
        # A worker that does not stream tells the length itself, if at all.
        heard_s = self._size_bytes / self._bytes_per_s if self._bytes_per_s else None
        self._pace.note(heard_s or result.get("duration"), elapsed_s)


def _bytes_per_s(header: Mapping[str, Any]) -> float | None:
    """Bytes in a second of mono sound; None where the header does not tell."""
    rate, dtype = header.get("sample_rate"), header.get("dtype", "float32")
    sample_bytes = SAMPLE_BYTES.get(dtype) if isinstance(dtype, str) else None
    return rate * sample_bytes if sample_bytes is not None and _is_positive(rate) else None


def _is_positive(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and value > 0
