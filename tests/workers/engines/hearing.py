"""Asks a worker for speech and keeps what it says."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

from workers import GPUWorker


@dataclass
class Heard:
    """All of one answer.

    Attributes:
        chunks: float32 samples, as they came.
        rates: Sample rates that were told, in Hz.
        result: The last message.
    """

    chunks: list[array[float]] = field(default_factory=list["array[float]"])
    rates: set[int] = field(default_factory=set[int])
    result: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def samples(self) -> array[float]:
        """All chunks, one after the other."""
        return array("f", [sample for chunk in self.chunks for sample in chunk])

    @property
    def told(self) -> dict[str, Any]:
        """What the adapter has told at the end, without what the worker adds."""
        return {key: self.result.get(key) for key in ("engine", "device", "voice", "sample_rate")}


def hear(worker: GPUWorker, *, leave_after: int = 0, **request: Any) -> Heard:
    """Ask for speech, chunk by chunk.

    Args:
        worker: It runs.
        leave_after: Cancel after as many chunks; 0 to hear it all.
        request: What to ask.
    """
    heard = Heard()
    with worker.stream(request) as stream:
        for chunk in stream:
            assert chunk["dtype"] == "float32"
            heard.chunks.append(array("f", bytes(chunk["payload"])))
            heard.rates.add(chunk["sample_rate"])
            if len(heard.chunks) == leave_after:
                stream.cancel()
    heard.result = dict(stream.result)
    return heard
