"""What a download would bring, told before it is begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import Weights


@dataclass(frozen=True, slots=True)
class WeightsPlan:
    """One repository's files, and what of them is still to be had.

    Attributes:
        weights: As the catalog has them.
        download_bytes: What is missing of them; 0 when they are there, or nobody knows.
        is_there: Complete, of the wanted revision.
        is_estimate: The size is the catalog's: the hub could not be asked.
    """

    weights: Weights
    download_bytes: int = 0
    is_there: bool = False
    is_estimate: bool = False
