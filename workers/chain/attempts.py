"""Attempts of a chain's engines at one request."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from workers.chain.link import Link, requested_voice
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

#: Failures of an engine, not of a request: the next engine is asked.
_ENGINE_ERRORS = (
    NotApproved,
    StartFailed,
    WorkerCrash,
    WorkerNotReady,
    WorkerRefused,
    WorkerTimeout,
)
#: Types of an engine's own errors about the request: an unknown voice, a speed out of range, a
#: missing voice sample. No other engine is asked then.
_REQUEST_ERROR_TYPES = frozenset({"ValueError", "FileNotFoundError"})


class Attempts:
    """Engines still to ask for one request, and those that failed. For one thread at a time.

    Attributes:
        request: As the caller made it.
        fallback: The engines that failed: ``{"engine": id, "why": text}`` each.
    """

    def __init__(self, links: Sequence[Link], request: Mapping[str, Any]) -> None:
        """Asks no engine yet.

        Args:
            links: The engines, in order.
            request: The request for all of them.
        """
        self.request = request
        self.fallback: list[dict[str, str]] = []
        self._links = list(links)

    @property
    def is_last(self) -> bool:
        """True if no engine that speaks the language is left after the current one."""
        return not any(link.speaks(self.request) for link in self._links)

    def next(self) -> Link:
        """Returns the next engine to ask.

        Raises:
            ChainFailed: All engines have been asked.
        """
        if self._links:
            return self._links.pop(0)
        reasons = "; ".join(f"{failed['engine']}: {failed['why']}" for failed in self.fallback)
        raise ChainFailed(f"all engines failed: {reasons}")

    def skip(self, engine: str, why: str) -> None:
        """Records an engine that isn't asked, or has failed."""
        self.fallback.append({"engine": engine, "why": why})

    def failed(self, link: Link, error: WorkerError | Mapping[str, Any]) -> None:
        """Records the failure of an engine.

        Args:
            link: The engine.
            error: Why; the answer itself if the engine answered with an error.

        Raises:
            WorkerError: The request is wrong, so that every engine would fail.
        """
        engine = link.entry.id
        reason = str(error if isinstance(error, WorkerError) else error["error"])
        if not _may_suit_another(error):
            raise error if isinstance(error, WorkerError) else WorkerError(reason, worker=engine)
        logger.warning("%s failed to speak: %s", engine, reason)
        self.skip(engine, reason)

    def answer(self, link: Link, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Returns an engine's answer with the engine, the voice, and the engines that failed."""
        main_language = link.entry.languages[0] if link.entry.languages else None
        sent = link.request(self.request)
        result: dict[str, Any] = {
            "voice": sent.get("voice") or "default",
            "language": self.request.get("language") or main_language,
            **answer,
            "engine": link.entry.id,
            "fallback": list(self.fallback),
        }
        if sent.get("voice") != self.request.get("voice"):
            result["voice_wanted"] = requested_voice(self.request)
        return result


def _may_suit_another(error: WorkerError | Mapping[str, Any]) -> bool:
    if not isinstance(error, WorkerError):
        return error.get("error_type") not in _REQUEST_ERROR_TYPES
    if isinstance(error, TextRefused):
        return error.may_suit_another
    return isinstance(error, _ENGINE_ERRORS)
