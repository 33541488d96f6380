"""Which message answers which request, also after a caller gave up on an earlier one.

A worker that knows the wire sends the request's id back. One that knows only one line in and one
line out answers in order, and is sent nothing that it would answer on top of that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

logger = logging.getLogger(__name__)


class RequestIds:
    """A session's record of its requests. For one thread at a time.

    Attributes:
        are_known: The worker sends ids back. Without that, :meth:`sent` and :meth:`answered`
            must be called for each request.
    """

    def __init__(self, name: str, *, are_known: bool, cancel: Callable[[int], None]) -> None:
        """Starts without a request.

        Args:
            name: The worker's name, for the log.
            are_known: True for a worker that is sure to send ids back; others are detected by
                their first answer with an id.
            cancel: Sends the worker a cancel request; called for workers with ids only.
        """
        self.are_known = are_known
        self._name = name
        self._send_cancel = cancel
        self._last_id = 0
        self._to_cancel = 0
        self._unanswered = 0  # without ids: the current request, and those that were given up
        self._has_strayed = False

    @property
    def must_drain(self) -> bool:
        """True when what arrived before the next request would pass for its answer.

        Not while an answer is still due: it may be arriving right now.
        """
        return not self.are_known and not self._unanswered

    def next_id(self) -> int:
        """Returns the id of a request that is about to be sent."""
        self._last_id += 1
        self._has_strayed = False
        return self._last_id

    def sent(self) -> None:
        """Notes that the request has been sent."""
        self._unanswered += 1

    def answered(self) -> None:
        """Notes that the request has been answered, to the end."""
        self._unanswered -= 1

    def lost(self) -> None:
        """Notes that something unreadable came: what follows may answer anything."""
        self.are_known, self._unanswered = False, 0

    def learn(self) -> None:
        """Notes that the worker sends ids back."""
        self.are_known, self._unanswered = True, 0
        if self._to_cancel:
            self._send_cancel(self._to_cancel)

    def cancel(self, request_id: int) -> None:
        """Cancels a request, as soon as the worker is known to understand that."""
        self._to_cancel = request_id
        if self.are_known:
            self._send_cancel(request_id)

    def is_for(self, message: Mapping[str, Any], request_id: int) -> bool:
        """Returns whether a message concerns a request; logs it when it concerns none."""
        answered_id = message.get("id")
        if answered_id == request_id:
            if not self.are_known:
                self.learn()
            return True
        if answered_id is None and message.get("event") == "progress":
            return True
        if answered_id is None and not self.are_known:
            if self._unanswered <= 1:
                return True
            self._unanswered -= 1  # in order, so this one answers a request that was given up
        elif answered_id == self._to_cancel and not self.are_known:
            self.learn()
        # One is worth a warning; a stream of them must not fill the log.
        level = logging.DEBUG if self._has_strayed else logging.WARNING
        self._has_strayed = True
        logger.log(level, "%s: dropped a response to request %.80r", self._name, answered_id)
        return False
