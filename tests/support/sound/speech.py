"""Test signals that can be recognized in a recording."""

from __future__ import annotations

import random
from array import array
from typing import Literal


def noise(seconds: float, *, dtype: Literal["int16", "float32"] = "int16", seed: int = 1) -> bytes:
    """Returns noise at 24 kHz without a zero sample, so that it contains no silence.

    Args:
        seconds: How much of it.
        dtype: ``int16`` or ``float32`` (multiples of 1/32768, so that neither loses anything).
        seed: Another seed, other noise.
    """
    source = random.Random(seed)
    values = [
        source.randint(1, 20000) * source.choice((1, -1)) for _ in range(int(seconds * 24000))
    ]
    if dtype == "int16":
        return array("h", values).tobytes()
    return array("f", [value / 32768 for value in values]).tobytes()
