"""What a worker's answers report: its speed and its device."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, TypeGuard

from workers.base.clock import Clock
from workers.child.audio import SAMPLE_BYTES
from workers.memory.ledger import Reservation
from workers.memory.placement import host_device, is_kept_off_gpus


class SpeedMeter:
    """Keeps each figure until the next one of its kind.

    Attributes:
        first_audio_s: Seconds from the request for a stream to its first audio, with all waits;
            None until known.
        note_later: ``note_later((duration_s, elapsed_s))`` records an answer as :meth:`note`
            does, but leaves the work to the next reader: requests are more frequent than looks.
    """

    def __init__(self) -> None:
        self.first_audio_s: float | None = None
        self._real_time_factor: float | None = None
        self._pending: deque[tuple[Any, float]] = deque(maxlen=1)
        self.note_later = self._pending.append

    @property
    def real_time_factor(self) -> float | None:
        """Seconds of processing per second of speech; None until known."""
        self._flush()
        return self._real_time_factor

    def note(self, duration_s: Any, elapsed_s: float) -> None:
        """Records an answer.

        Args:
            duration_s: Seconds of speech, as the worker reports them; ignored unless positive.
            elapsed_s: Seconds of processing.
        """
        self._flush()  # that answer came first
        self._update(duration_s, elapsed_s)

    def note_first_audio(self, delay_s: float) -> None:
        """Records the delay of a stream's first audio, in seconds."""
        self.first_audio_s = delay_s

    def _flush(self) -> None:
        try:
            answer = self._pending.pop()
        except IndexError:
            return
        self._update(*answer)

    def _update(self, duration_s: Any, elapsed_s: float) -> None:
        if _is_positive(duration_s):
            self._real_time_factor = elapsed_s / duration_s


class StreamSpeedMeter:
    """Measures one stream of speech while it is read, for a :class:`SpeedMeter`."""

    def __init__(self, speed: SpeedMeter, clock: Clock, requested_at: float) -> None:
        """Starts to measure: the request is sent to the worker now.

        Args:
            speed: Gets the figures.
            clock: Measures time.
            requested_at: Clock seconds at which the caller asked for the stream.
        """
        self._speed = speed
        self._clock = clock
        self._requested_at = requested_at
        self._sent_at = clock.now()
        self._size_bytes = 0
        self._bytes_per_s: float | None = None

    def on_chunk(self, chunk: Mapping[str, Any]) -> None:
        """Counts a chunk's audio. On the hot path."""
        size = len(chunk.get("payload", b""))
        if not self._size_bytes and size:
            self._speed.note_first_audio(self._clock.now() - self._requested_at)
            self._bytes_per_s = _bytes_per_s(chunk)
        self._size_bytes += size

    def on_end(self, result: Mapping[str, Any]) -> None:
        """Records the speed of a stream that has ended, unless it failed."""
        if "error" in result or not result:
            return
        # The worker's own measure, if there is one: a caller that plays each chunk before it
        # takes the next would make every engine as slow as its speech.
        latency_ms = result.get("latency_ms")
        if _is_positive(latency_ms):
            elapsed_s = latency_ms / 1000
        else:
            elapsed_s = self._clock.now() - self._sent_at
        # A worker that sends no chunks may report the duration.
        duration_s = self._size_bytes / self._bytes_per_s if self._bytes_per_s else None
        self._speed.note(duration_s or result.get("duration"), elapsed_s)


def _bytes_per_s(header: Mapping[str, Any]) -> float | None:
    """Returns the bytes of one second of mono audio; None if the header doesn't say."""
    rate, dtype = header.get("sample_rate"), header.get("dtype", "float32")
    sample_bytes = SAMPLE_BYTES.get(dtype) if isinstance(dtype, str) else None
    return rate * sample_bytes if sample_bytes is not None and _is_positive(rate) else None


def _is_positive(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and value > 0


class ReportedDevice:
    """Translates the worker's name of its device: the only GPU that it sees may not be our first.

    Attributes:
        reported: The worker's own name of the device; None until it reports one.
        name: Name of the device on this machine; None while unknown.
    """

    def __init__(self) -> None:
        self.reported: str | None = None
        self.name: str | None = None

    def reset(self, reservation: Reservation) -> None:
        """Forgets the last worker's device: another one starts."""
        self.reported = None
        self.name = "cpu" if is_kept_off_gpus(reservation.environment) else None

    def update(self, reported: str, reservation: Reservation | None) -> None:
        """Takes a new report of the worker that runs with this reservation."""
        self.reported = self.name = reported
        if reservation is not None:
            self.name = host_device(reported, reservation.environment, reservation.place)
