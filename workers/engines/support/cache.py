"""What costs time to make out of a request, kept until a request wants another one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


class Kept:
    """The voice that was made last: callers mostly stay with theirs, and memory is dear."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._value: Any = None

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value that was made for this key; made now where another one is kept.

        Args:
            key: What it is made of, all of it: nobody gets another one's. Not None.
            make: Makes it; what it raises is passed on, and nothing is kept then.
        """
        if key != self._key:
            self._key = self._value = None  # makes room first
            self._value = make()
            self._key = key
        return self._value
