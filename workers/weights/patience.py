"""How long a hub is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: As huggingface_hub has it: how long a connection, or the next bytes, may take, in seconds.
TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a hub is waited for.

    Attributes:
        timeout_s: For a connection, and for the next bytes, in seconds.
        listing_s: For a whole list of files, in seconds.
        waits_s: Before a request is made again, in seconds; when the last one brought nothing
            either, that is all.
    """

    timeout_s: float = TIMEOUT_S
    listing_s: float = 60.0
    waits_s: Sequence[float] = (1.0, 2.0, 4.0, 8.0, 16.0)
