"""Language codes, as far as texts are concerned with them."""

from __future__ import annotations

from collections.abc import Iterable


def primary(code: str) -> str:
    """The language itself, without region or script: ``pt`` for ``pt-BR`` and ``PT_br``."""
    return code.strip().lower().replace("_", "-").partition("-")[0]


def speaks(languages: Iterable[str], language: str) -> bool:
    """Whether who speaks these languages speaks that one, in whatever region's way."""
    wanted = primary(language)
    return any(primary(code) == wanted for code in languages)
