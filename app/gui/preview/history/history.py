"""What was said lately, kept in memory and within bounds. Plain data, no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.gui.speech.speech import Speech

#: So many are remembered.
MOST_SPEECHES = 20
#: So much sound is: 64 MiB are eleven minutes of float32 at 24 kHz.
MOST_BYTES = 64 * 2**20


class History:
    """The last previews, the newest first; the newest is kept whatever its size."""

    def __init__(self) -> None:
        self._speeches: list[Speech] = []

    @property
    def speeches(self) -> tuple[Speech, ...]:
        """What is remembered, the newest first."""
        return tuple(self._speeches)

    def add(self, speech: Speech) -> None:
        """Remember one more, and forget the oldest ones that are too many or too much."""
        self._speeches.insert(0, speech)
        del self._speeches[MOST_SPEECHES:]
        while len(self._speeches) > 1 and self._total_bytes() > MOST_BYTES:
            self._speeches.pop()

    def clear(self) -> None:
        """Forget everything."""
        self._speeches.clear()

    def _total_bytes(self) -> int:
        return sum(speech.size_bytes for speech in self._speeches)
