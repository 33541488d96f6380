"""Which message answers which request, also when somebody gave up on an earlier one.

A worker that knows the wire says it by the id. One that knows only one line in and one
line out answers in order, and is sent nothing that it would answer on top of that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

logger = logging.getLogger(__name__)


class RequestIds:
    """The book that a session keeps of its requests. For one thread at a time."""

    def __init__(self, name: str, *, knows_ids: bool, cancel: Callable[[int], None]) -> None:
        """Begin with nothing asked.

        Args:
            name: The worker's name, for the log.
            knows_ids: True for a worker that is sure to send ids back; others are found
                out by their first answer.
            cancel: Tells the worker to cancel a request; called for workers with ids only.
        """
        self._name = name
        self._knows_ids = knows_ids
        self._send_cancel = cancel
        self._last_id = 0
        self._to_cancel = 0
        self._unanswered = 0  # without ids: the one at hand, and those that were given up
        self._has_strayed = False

    @property
    def must_drain(self) -> bool:
        """True when what arrived before the next request would pass for its answer.

        Not while an answer is still owed: it may be arriving right now.
        """
        return not self._knows_ids and not self._unanswered

    def next_id(self) -> int:
        """The id of a request that is about to be sent."""
        self._last_id += 1
        self._has_strayed = False
        return self._last_id

    def sent(self) -> None:
        """The request has been sent."""
        self._unanswered += 1

    def answered(self) -> None:
        """The request has been answered, to the end."""
        self._unanswered -= 1

    def lost(self) -> None:
        """Something came that could not be read: nobody knows what is still to come."""
        self._knows_ids, self._unanswered = False, 0

    def cancel(self, request_id: int) -> None:
        """Have a request cancelled, as soon as the worker is known to understand that."""
        self._to_cancel = request_id
        if self._knows_ids:
            self._send_cancel(request_id)

    def is_for(self, message: Mapping[str, Any], request_id: int) -> bool:
        """True when a message concerns a request; what concerns none is logged."""
        answers = message.get("id")
        if answers == request_id:
            if not self._knows_ids:
                self._learn_ids()
            return True
        if answers is None and message.get("event") == "progress":
            return True
        if answers is None and not self._knows_ids:
            if self._unanswered <= 1:
                return True
            self._unanswered -= 1  # in order, so this is for one that somebody gave up on
        elif answers == self._to_cancel and not self._knows_ids:
            self._learn_ids()
        # One is worth a warning; one that never ends must not fill the log.
        level = logging.DEBUG if self._has_strayed else logging.WARNING
        self._has_strayed = True
        logger.log(level, "%s: dropped a response to request %.80r", self._name, answers)
        return False

    def _learn_ids(self) -> None:
        self._knows_ids = True
        if self._to_cancel:
            self._send_cancel(self._to_cancel)
