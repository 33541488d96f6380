"""A call on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tests.support.patience import PATIENCE_S, crowding


class BackgroundCall(threading.Thread):
    """Runs a call in the background; its result or error can be waited for."""

    def __init__(self, call: Callable[[], Any]) -> None:
        super().__init__(name="asking", daemon=True)
        self._call = call
        self._result: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again by result()
            self._error = error

    def result(self) -> Any:
        """Returns what the call returned, or raises what it raised."""
        self._wait()
        if self._error is not None:
            raise self._error
        return self._result

    def error(self) -> BaseException:
        """Returns what the call raised."""
        self._wait()
        assert self._error is not None, f"the call returned {self._result!r}"
        return self._error

    def _wait(self) -> None:
        self.join(PATIENCE_S * crowding())
        assert not self.is_alive(), "the call didn't end"
