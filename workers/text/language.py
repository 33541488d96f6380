"""Compares language codes."""

from __future__ import annotations

from collections.abc import Iterable

from workers.child.languages import primary


def speaks(languages: Iterable[str], language: str) -> bool:
    """Returns whether a language is among others; regions are ignored."""
    return primary(language) in map(primary, languages)
