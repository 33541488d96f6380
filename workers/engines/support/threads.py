"""How many threads an engine on the CPU takes."""

from __future__ import annotations

import math
import os
from typing import Any


def half_of_the_processors() -> int:
    """Half of those that this process may use, four at most, at least one.

    For engines that are quicker than real time all the same: the application, the sound card
    and other engines want to run as well.
    """
    return max(1, min(4, math.ceil(all_processors() / 2)))


def all_processors() -> int:
    """All that this process may use, for engines that are slower than speech without them."""
    affinity: Any = getattr(os, "sched_getaffinity", None)  # Linux alone tells what we may use
    return len(affinity(0)) if affinity else os.cpu_count() or 1
