"""Writes settings in the background, one after another, in the order of the changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.gui.controller.background import Background


@dataclass(frozen=True, slots=True)
class _Save:
    write: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None]


class SaveQueue:
    """Queue of writes off the main thread; its method returns at once."""

    def __init__(self, background: Background) -> None:
        """Args: background: Runs the writes."""
        self._background = background
        self._waiting: list[_Save] = []

    def add(
        self,
        write: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None],
    ) -> None:
        """Queues a write.

        Args:
            write: Runs off the main thread, after the writes queued before.
            done: Gets the result of ``write``, in the main thread.
            failed: Gets its exception, in the main thread.
        """
        self._waiting.append(_Save(write, done, failed))
        if len(self._waiting) == 1:
            self._begin()

    def _begin(self) -> None:
        save = self._waiting[0]
        self._background.run(
            save.write,
            lambda result: self._end(save.done, result),
            lambda error: self._end(save.failed, error),
        )

    def _end(self, notify: Callable[[Any], None] | None, outcome: Any) -> None:
        del self._waiting[0]
        if self._waiting:
            self._begin()
        if notify is not None:
            notify(outcome)
