"""Reads the keys of a speech request, for every adapter; raises ValueError for invalid ones.

The keys: ``text``, ``pieces``, ``voice``, ``language``, ``speed``, ``seed``. Where a key is
missing, null or empty, the engine decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from workers.child.languages import primary

Request = Mapping[str, Any]

#: The largest seed that every library accepts; the limit of numpy's older generator.
_MAX_SEED = 2**32 - 1
_MOST_LISTED = 30


class EngineCannot(ValueError):
    """The request is valid, but this engine can't serve it: another one may.

    A chain of engines tries the next one, which it does not do for other ValueErrors.
    """


def text(request: Request) -> str:
    """Returns the text to speak.

    Raises:
        ValueError: It is missing or blank.
    """
    given = request.get("text")
    if not isinstance(given, str) or not given.strip():
        raise ValueError("text is required")
    return given


def pieces(request: Request) -> list[str]:
    """Returns the text in pieces that the engine can speak at once, without blank ones.

    Raises:
        ValueError: There is no text, or ``pieces`` is not a list of strings.
    """
    given: Any = request.get("pieces")
    if given is None:
        return [text(request)]
    if not isinstance(given, list) or not all(
        isinstance(piece, str) for piece in cast("Any", given)
    ):
        raise ValueError(f"pieces must be a list of strings, not {given!r:.80}")
    spoken = [piece for piece in cast("list[str]", given) if piece.strip()]
    return spoken or [text(request)]


def voice(request: Request, names: Iterable[str], default: str, engine: str) -> str:
    """Returns the requested voice; ``default`` is another name of the default voice.

    Args:
        request: The request.
        names: Of all voices.
        default: The voice of requests without one.
        engine: For the error.

    Raises:
        ValueError: There is no such voice.
    """
    given = request.get("voice")
    if given in (None, "", "default"):
        return default
    known = tuple(names)
    if given not in known:
        raise ValueError(f"{engine} has no voice {given!r}; available: {_listed(known)}")
    return str(given)


def language(request: Request, languages: Iterable[str], engine: str) -> str:
    """Returns the engine's own code for the requested language.

    Any spelling is accepted (``en_US``, ``EN``). An unknown region counts as its language, and a
    language without a region as the first of its regions; likewise a language and its
    macrolanguage (``ar`` and ``arb``).

    Args:
        request: The request.
        languages: The codes that the engine supports, the main one first, which is also the one
            of requests without a language.
        engine: For the error.

    Raises:
        ValueError: The engine doesn't support the language.
    """
    known = tuple(languages)
    given = request.get("language")
    if given in (None, ""):
        return known[0]
    code_given = _plain(str(given))
    for form in (_plain, _bare, primary):
        for code in known:
            if form(code) == form(code_given):
                return code
    raise ValueError(f"{engine} doesn't support language {given!r}; available: {_listed(known)}")


def speed(request: Request, low: float, high: float) -> float:
    """Returns the speed as a factor; 1.0, the voice's natural speed, by default.

    Raises:
        ValueError: It is not a number from ``low`` to ``high``.
    """
    given = request.get("speed")
    if given is None:
        return 1.0
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not low <= given <= high:
        raise ValueError(f"speed must be a number from {low} to {high}, not {given!r}")
    return float(given)


def natural_speed(request: Request, engine: str) -> None:
    """Checks the speed for an engine whose speed is fixed.

    Raises:
        ValueError: The request has another speed than 1.
    """
    given = request.get("speed")
    if given is None or given == 1:
        return
    raise ValueError(f"{engine} has a fixed speed and can't use {given!r}: remove speed")


def seed(request: Request) -> int | None:
    """Returns the seed of random numbers; None for any.

    Raises:
        ValueError: It is not an integer from 0 to 4294967295.
    """
    given = request.get("seed")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MAX_SEED:
        raise ValueError(f"seed must be an integer from 0 to {_MAX_SEED}, not {given!r}")
    return given


def shown(part: str) -> str:
    """Returns a part of a text for an error message: one line, quoted, not too long."""
    part = " ".join(part.split())
    return repr(part if len(part) <= 60 else part[:57] + "...")


def _listed(names: tuple[str, ...]) -> str:
    """Returns the names in one line, shortened, as some engines have hundreds."""
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _plain(code: str) -> str:
    return code.lower().replace("_", "-")


def _bare(code: str) -> str:
    return _plain(code).partition("-")[0]
