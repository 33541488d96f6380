"""What an engine wants of the texts that it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from workers.catalog.entry import CatalogEntry

#: Two hours of speech, at 15 characters a second; in float32 at 24 kHz, 640 MB of it. Whoever
#: asks for more in one breath has most likely given a file instead of a text; and the longest
#: request has to fit into a line of the wire several times.
LONGEST_TEXT = 100_000


def _nobody(language: str) -> Sequence[str]:
    del language
    return ()


@dataclass(frozen=True, slots=True)
class TextRules:
    """Of one engine.

    Attributes:
        name: The engine's, as users read it.
        languages: Codes of what it speaks, its main one first; empty for any.
        max_characters: Longest piece that it is given at once; 0 where it cuts by itself.
        longest: Most characters of a whole text.
        speakers: Names the engines that could speak a language instead. Asked for a refusal's
            message only, so it may read the disk.
    """

    name: str
    languages: tuple[str, ...] = ()
    max_characters: int = 0
    longest: int = LONGEST_TEXT
    speakers: Callable[[str], Sequence[str]] = field(default=_nobody, compare=False)

    @classmethod
    def of(
        cls, entry: CatalogEntry, speakers: Callable[[str], Sequence[str]] = _nobody
    ) -> TextRules | None:
        """The rules of a catalog's engine; None for one that does not speak.

        An engine that runs by reflection knows nothing of pieces: it gets its text whole.
        """
        if entry.kind != "tts":
            return None
        max_characters = entry.max_characters if entry.adapter else 0
        return cls(entry.name, entry.languages, max_characters, speakers=speakers)

    def language_of(self, language: object) -> str:
        """The language that a text is in; the engine's main one unless told; empty: unknown."""
        if isinstance(language, str) and language.strip():
            return language
        return self.languages[0] if self.languages else ""
