"""Languages with two codes, of which an engine uses one and its callers the other.

ISO 639 has a code for a macrolanguage, and one for each of its languages. Most callers ask for
Arabic, ``ar``; some engines call the same language Standard Arabic, ``arb``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing takes 3 ms of a start of 40
if TYPE_CHECKING:
    from collections.abc import Iterable

#: The usual language of a macrolanguage -> the macrolanguage, for languages that our engines speak;
#: and replaced codes, which some systems still use -> their successors.
_USUAL = {
    "arb": "ar",
    "cmn": "zh",
    "dgo": "doi",
    "fil": "tl",
    "kmr": "ku",
    "knn": "kok",
    "nb": "no",
    "npi": "ne",
    "ory": "or",
    "plt": "mg",
    "quy": "qu",
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
}


def primary(code: str) -> str:
    """Returns the usual code of a language: ``pt`` for ``PT_br``, ``ar`` for ``arb``.

    Args:
        code: With region or script, or without.
    """
    bare = code.strip().lower().replace("_", "-").partition("-")[0]
    return _USUAL.get(bare, bare)


def speaks(languages: Iterable[str], language: str) -> bool:
    """Returns whether a language is among others; regions are ignored."""
    return primary(language) in map(primary, languages)
