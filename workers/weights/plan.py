"""What a download would fetch, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.catalog.entry import Weights


@dataclass(frozen=True, slots=True)
class WeightsPlan:
    """What is missing of one repository's files.

    Attributes:
        weights: As in the catalog.
        download_bytes: Size of the missing files; 0 if none is missing, or if unknown.
        is_complete: They are complete and of the requested revision.
        is_estimate: The size is the catalog's, because Hugging Face can't be asked.
    """

    weights: Weights
    download_bytes: int = 0
    is_complete: bool = False
    is_estimate: bool = False
