"""The last lines of a worker's stderr, kept while the rest goes to the log."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import IO

#: Longest line that is kept in one piece; longer ones are cut.
MAX_LINE_BYTES = 8192
KEPT_LINES = 50


class StderrTail:
    """Drains one stream on a thread of its own, so that its writer never blocks."""

    def __init__(
        self, name: str, stream: IO[bytes], on_line: Callable[[str], object] | None = None
    ) -> None:
        """Starts to drain.

        Args:
            name: The worker's name; its logger is ``engineroom.worker.<name>``.
            stream: Binary; closed when it ends.
            on_line: Called with every line, on the draining thread.
        """
        self._logger = logging.getLogger(f"engineroom.worker.{name}")
        self._stream = stream
        self._on_line = on_line
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._ended = threading.Event()
        threading.Thread(target=self._drain, name=f"stderr-{name}", daemon=True).start()

    def lines(self, wait_s: float = 0.0) -> tuple[str, ...]:
        """Returns the last lines, oldest first.

        Args:
            wait_s: Seconds to wait for the end of the stream first, as a process that has just
                died may have lines in the pipe. A grandchild may keep the stream open forever.
        """
        if wait_s:
            self._ended.wait(wait_s)
        return tuple(self._lines)

    def wait_ended(self, timeout_s: float) -> bool:
        """Waits for the end of the stream; False when the time is up."""
        return self._ended.wait(timeout_s)

    def _drain(self) -> None:
        try:
            with self._stream as stream:
                while line := stream.readline(MAX_LINE_BYTES):
                    self._handle_line(line.decode("utf-8", "replace").rstrip())
        except (OSError, ValueError):
            self._logger.debug("stderr closed")
        finally:
            self._ended.set()

    def _handle_line(self, line: str) -> None:
        if not line:
            return
        self._lines.append(line)
        self._logger.info("%s", line)
        if self._on_line is not None:
            try:
                self._on_line(line)
            except Exception:
                self._logger.exception("a stderr listener failed")
