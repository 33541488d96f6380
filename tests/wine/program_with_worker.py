"""Prelude of the tests' Windows programs: a worker, and functions to wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from workers import GPUWorker

TOOL = "tests.wine.windows_tool"


class Watched(GPUWorker):
    """A worker whose stderr can be waited for."""

    def __init__(self, *args: str, **settings: Any) -> None:
        super().__init__("windows", "workers.child", args=args or (TOOL,), **settings)
        self._changed = threading.Condition()
        self._lines: list[str] = []
        self.on_stderr_line(self._take)

    def _take(self, line: str) -> None:
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()

    def wait_for_line(self, start: str) -> str:
        """Waits for a line of stderr that starts with a text."""
        with self._changed:
            found = self._changed.wait_for(
                lambda: [line for line in self._lines if line.startswith(start)], timeout=60
            )
        assert found, self._lines
        return found[-1]


def in_background(function: Callable[..., Any], *args: Any) -> list[str]:
    """Calls a function on a thread; the list gets the name of its exception, or an empty text."""
    outcome: list[str] = []

    def run() -> None:
        try:
            function(*args)
        except Exception as error:  # noqa: BLE001 - checked by the test
            outcome.append(type(error).__name__)
        else:
            outcome.append("")

    threading.Thread(target=run, daemon=True).start()
    return outcome


def failure(function: Callable[..., Any], *args: Any) -> dict[str, Any]:
    """Returns name, text, exit code, and time of the exception of a call."""
    started = time.monotonic()
    try:
        function(*args)
    except Exception as error:  # noqa: BLE001 - checked by the test
        return {
            "kind": type(error).__name__,
            "text": str(error),
            "exit_code": getattr(error, "exit_code", None),
            "seconds": time.monotonic() - started,
        }
    raise AssertionError("nothing was raised")
