"""One language under two codes: an engine knows one of them, and its callers say the other.

ISO 639 has a code for a group of close languages, a macrolanguage, and one for each of them. Most
callers say Arabic, ``ar``; some engines call what everybody means by that Standard Arabic, ``arb``.
"""

from __future__ import annotations

#: The member that is usually meant -> the group, of the languages that our engines speak; and
#: codes that have been replaced, which some systems still say.
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
    """The language itself, by its usual code: ``pt`` for ``PT_br``, ``ar`` for ``arb``.

    Args:
        code: With region or script, or without.
    """
    bare = code.strip().lower().replace("_", "-").partition("-")[0]
    return _USUAL.get(bare, bare)
