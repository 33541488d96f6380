"""Language codes, as far as texts are concerned with them."""

from __future__ import annotations

from collections.abc import Iterable

from workers.child.languages import primary


def speaks(languages: Iterable[str], language: str) -> bool:
    """Whether who speaks these languages speaks that one, in whatever region's way."""
    wanted = primary(language)
    return any(primary(code) == wanted for code in languages)
