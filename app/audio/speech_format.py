"""The format of speech samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SampleType: TypeAlias = Literal["float32", "int16"]

SAMPLE_BYTES: dict[str, int] = {"float32": 4, "int16": 2}


@dataclass(frozen=True)
class SpeechFormat:
    """Mono samples in the machine's byte order, as workers send them.

    Attributes:
        sample_rate: In Hz.
        dtype: ``float32`` (full scale is 1.0) or ``int16``.
    """

    sample_rate: int
    dtype: SampleType

    def __post_init__(self) -> None:
        """Checks the values.

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
        """Returns the number of frames in so many seconds."""
        return round(seconds * self.sample_rate)
