"""Number of threads of an engine on the CPU."""

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
    """Returns all processors that this process may use, for engines that need them all."""
    affinity: Any = getattr(os, "sched_getaffinity", None)  # only on Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1
