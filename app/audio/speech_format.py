"""How the samples of a piece of speech are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SampleType: TypeAlias = Literal["float32", "int16"]

SAMPLE_BYTES: dict[str, int] = {"float32": 4, "int16": 2}


@dataclass(frozen=True)
class SpeechFormat:
    """Mono samples in the machine's byte order, as the worker's chunks bring them.

    Attributes:
        sample_rate: Samples a second.
        dtype: ``float32`` (full scale is 1.0) or ``int16``.
    """

    sample_rate: int
    dtype: SampleType

    def __post_init__(self) -> None:
        """Refuse what no chunk can be.

        Raises:
            ValueError: Another sample type, or a rate that is not positive.
        """
        if self.dtype not in SAMPLE_BYTES:
            raise ValueError(f"samples must be float32 or int16, not {self.dtype!r}")
        if self.sample_rate <= 0:
            raise ValueError(f"the sample rate must be positive, not {self.sample_rate!r}")

    @property
    def frame_bytes(self) -> int:
        """Bytes of one frame (one sample: speech is mono)."""
        return SAMPLE_BYTES[self.dtype]

    def frames(self, seconds: float) -> int:
        """Frames in so many seconds."""
        return round(seconds * self.sample_rate)
