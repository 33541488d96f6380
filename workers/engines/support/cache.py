"""Keeps the last cloned voice, which takes time to make."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


class LastUsed:
    """A cache of one value: most callers keep their voice, and memory is scarce."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._value: Any = None

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Returns the value for a key, and makes it unless it was the last one.

        Args:
            key: Everything that the value depends on. Not None.
            make: Makes the value; when it raises, nothing is kept.
        """
        if key != self._key:
            self._key = self._value = None  # frees its memory first
            self._value = make()
            self._key = key
        return self._value
