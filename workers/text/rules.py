"""An engine's rules for texts: languages and lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from workers.catalog.entry import CatalogEntry

#: About two hours of speech at 15 characters a second, or 640 MB of float32 audio at 24 kHz. A
#: longer text is most likely a file given by mistake. Requests also have to fit into one line of
#: the wire protocol several times over.
LONGEST_TEXT = 100_000


def _no_speakers(language: str) -> Sequence[str]:
    del language
    return ()


@dataclass(frozen=True, slots=True)
class TextRules:
    """The rules of one engine.

    Attributes:
        name: The engine's, for the user.
        languages: Codes of its languages, the main one first; empty for any.
        max_characters: Length of the longest piece; 0 if the engine splits texts itself.
        longest: Length of the longest text.
        speakers: Returns names of engines that speak a language. Called for the message of an
            error only; may read the disk.
    """

    name: str
    languages: tuple[str, ...] = ()
    max_characters: int = 0
    longest: int = LONGEST_TEXT
    speakers: Callable[[str], Sequence[str]] = field(default=_no_speakers, compare=False)

    @classmethod
    def of(
        cls, entry: CatalogEntry, speakers: Callable[[str], Sequence[str]] = _no_speakers
    ) -> TextRules | None:
        """Returns the rules of a catalog entry; None for speech to text.

        An engine that runs by reflection gets each text in one piece.
        """
        if entry.kind != "tts":
            return None
        max_characters = entry.max_characters if entry.adapter else 0
        return cls(entry.name, entry.languages, max_characters, speakers=speakers)

    def language_of(self, language: object) -> str:
        """Returns the language of a text; the engine's main one by default; empty if unknown."""
        if isinstance(language, str) and language.strip():
            return language
        return self.languages[0] if self.languages else ""
