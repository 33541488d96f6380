"""Who of a chain has been asked for one request, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from workers.chain.link import Link, wanted_voice
from workers.errors import (
    ChainFailed,
    NotApproved,
    StartFailed,
    TextRefused,
    WorkerCrash,
    WorkerError,
    WorkerNotReady,
    WorkerRefused,
    WorkerTimeout,
)

logger = logging.getLogger(__name__)

#: What becomes of an engine, not of a request: another one is asked.
_ENGINES_FAULT = (
    NotApproved,
    StartFailed,
    WorkerCrash,
    WorkerNotReady,
    WorkerRefused,
    WorkerTimeout,
)
#: Types of an engine's own errors about the request: an unknown voice, a speed out of range, a
#: voice sample that is missing. No other engine is asked then.
_REQUEST_ERROR_TYPES = frozenset({"ValueError", "FileNotFoundError"})


class Attempts:
    """One request's way through a chain. For one thread at a time.

    Attributes:
        request: As the caller made it.
        fallback: Those that could not: ``{"engine": id, "why": text}`` each.
    """

    def __init__(self, links: Sequence[Link], request: Mapping[str, Any]) -> None:
        """Nobody has been asked.

        Args:
            links: Whom to ask, in this order.
            request: For all of them.
        """
        self.request = request
        self.fallback: list[dict[str, str]] = []
        self._links = list(links)

    @property
    def is_last(self) -> bool:
        """True when nobody who speaks the language is left to be asked after the one at hand."""
        return not any(link.speaks(self.request) for link in self._links)

    def next(self) -> Link:
        """Whom to ask now.

        Raises:
            ChainFailed: All of them have been asked.
        """
        if self._links:
            return self._links.pop(0)
        told = "; ".join(f"{it['engine']}: {it['why']}" for it in self.fallback)
        raise ChainFailed(f"all engines failed: {told}")

    def skipped(self, engine: str, why: str) -> None:
        """Note one that is not asked."""
        self.fallback.append({"engine": engine, "why": why})

    def failed(self, link: Link, error: WorkerError | Mapping[str, Any]) -> None:
        """Note that one could not.

        Args:
            link: Who.
            error: Why; the answer itself where the engine has answered with an error.

        Raises:
            WorkerError: Nobody else could either: it is the request that is wrong.
        """
        engine = link.entry.id
        reason = str(error if isinstance(error, WorkerError) else error["error"])
        if not _may_suit_another(error):
            raise error if isinstance(error, WorkerError) else WorkerError(reason, worker=engine)
        logger.warning("%s failed to speak: %s", engine, reason)
        self.skipped(engine, reason)

    def answer(self, link: Link, answer: Mapping[str, Any]) -> dict[str, Any]:
        """An engine's answer with what its caller has to know: who it was, and in whose stead."""
        spoken = link.entry.languages[0] if link.entry.languages else None
        asked = link.request(self.request)
        told: dict[str, Any] = {
            "voice": asked.get("voice") or "default",
            "language": self.request.get("language") or spoken,
            **answer,
            "engine": link.entry.id,
            "fallback": list(self.fallback),
        }
        if asked.get("voice") != self.request.get("voice"):
            told["voice_wanted"] = wanted_voice(self.request)
        return told


def _may_suit_another(error: WorkerError | Mapping[str, Any]) -> bool:
    if not isinstance(error, WorkerError):
        return error.get("error_type") not in _REQUEST_ERROR_TYPES
    if isinstance(error, TextRefused):
        return error.may_suit_another
    return isinstance(error, _ENGINES_FAULT)
