"""What a request may say, read alike by every adapter; whatever is wrong with it is a ValueError.

The keys: ``text``, ``pieces``, ``voice``, ``language``, ``speed``, ``seed``. A key that is
missing, null or empty leaves it to the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from workers.child.languages import primary

Request = Mapping[str, Any]

#: The largest seed that every library takes; numpy's older generator goes no further.
_MAX_SEED = 2**32 - 1
_MOST_LISTED = 30


class EngineCannot(ValueError):
    """Nothing is wrong with the request, but this engine cannot do it: another one may.

    A chain of engines asks the next one, which it does not do for other ValueErrors.
    """


def text(request: Request) -> str:
    """What is to be said.

    Raises:
        ValueError: There is none, or nothing but blanks.
    """
    given = request.get("text")
    if not isinstance(given, str) or not given.strip():
        raise ValueError("text is required")
    return given


def pieces(request: Request) -> list[str]:
    """The text in pieces that the engine can take at once, without blank ones; at least one.

    Raises:
        ValueError: There is no text in it, or ``pieces`` is no list of texts.
    """
    given: Any = request.get("pieces")
    if given is None:
        return [text(request)]
    if not isinstance(given, list) or not all(isinstance(it, str) for it in cast("Any", given)):
        raise ValueError(f"pieces must be a list of strings, not {given!r:.80}")
    wanted = [piece for piece in cast("list[str]", given) if piece.strip()]
    return wanted or [text(request)]


def voice(request: Request, names: Iterable[str], default: str, engine: str) -> str:
    """The voice that is asked for; ``default`` is the default one's second name.

    Args:
        request: What was asked.
        names: Of the voices that there are.
        default: The one for those who do not ask.
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
    """The engine's own code for the language that is asked for.

    Any spelling is understood (``en_US``, ``EN``). A region that the engine does not know is
    its language all the same, and a language without a region is the first one of its regions;
    so it is with a language and the group that it stands for (``ar`` and ``arb``).

    Args:
        request: What was asked.
        languages: The codes that the engine knows, its main one first, which is also the
            one for those who do not ask.
        engine: For the error.

    Raises:
        ValueError: The engine does not know the language.
    """
    known = tuple(languages)
    given = request.get("language")
    if given in (None, ""):
        return known[0]
    wanted = _plain(str(given))
    for alike in (_plain, _bare, primary):
        for code in known:
            if alike(code) == alike(wanted):
                return code
    raise ValueError(f"{engine} doesn't support language {given!r}; available: {_listed(known)}")


def speed(request: Request, low: float, high: float) -> float:
    """How fast to speak; 1.0, the voice's natural speed, for those who do not ask.

    Raises:
        ValueError: It is no number from ``low`` to ``high``.
    """
    given = request.get("speed")
    if given is None:
        return 1.0
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not low <= given <= high:
        raise ValueError(f"speed must be a number from {low} to {high}, not {given!r}")
    return float(given)


def natural_speed(request: Request, engine: str) -> None:
    """For an engine whose speed cannot be set.

    Raises:
        ValueError: Another speed than 1 is asked for.
    """
    given = request.get("speed")
    if given is None or given == 1:
        return
    raise ValueError(f"{engine} has a fixed speed and can't use {given!r}: remove speed")


def seed(request: Request) -> int | None:
    """Which of the sounds that chance could make; None for any.

    Raises:
        ValueError: It is no whole number from 0 to 4294967295.
    """
    given = request.get("seed")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MAX_SEED:
        raise ValueError(f"seed must be an integer from 0 to {_MAX_SEED}, not {given!r}")
    return given


def shown(part: str) -> str:
    """A part of a text as an error may hold it: one line, quoted, not too long."""
    part = " ".join(part.split())
    return repr(part if len(part) <= 60 else part[:57] + "...")


def _listed(names: tuple[str, ...]) -> str:
    """The names, in one line that can be read: some engines have hundreds."""
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _plain(code: str) -> str:
    return code.lower().replace("_", "-")


def _bare(code: str) -> str:
    return _plain(code).partition("-")[0]
