"""Recent speech, kept in memory within limits. Plain data, no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.gui.speech.speech import Speech

#: Most entries.
MOST_SPEECHES = 20
#: Most bytes of audio: 64 MiB are eleven minutes of float32 at 24 kHz.
MOST_BYTES = 64 * 2**20


class History:
    """The latest speech; the newest entry is kept even if it exceeds the limits."""

    def __init__(self) -> None:
        self._speeches: list[Speech] = []

    @property
    def speeches(self) -> tuple[Speech, ...]:
        """All entries, the newest first."""
        return tuple(self._speeches)

    def add(self, speech: Speech) -> None:
        """Adds an entry, and drops the oldest ones beyond the limits."""
        self._speeches.insert(0, speech)
        del self._speeches[MOST_SPEECHES:]
        while len(self._speeches) > 1 and self._total_bytes() > MOST_BYTES:
            self._speeches.pop()

    def clear(self) -> None:
        """Drops all entries."""
        self._speeches.clear()

    def _total_bytes(self) -> int:
        return sum(speech.size_bytes for speech in self._speeches)
