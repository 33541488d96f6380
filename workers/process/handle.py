"""A worker's process from outside: its end, its descendants, and how to bring both about."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable
from typing import IO, Protocol

from workers.base.exit_status import ExitStatus

logger = logging.getLogger(__name__)

#: How long descendants may take to go after the process itself has gone.
GONE_TIMEOUT_S = 2.0


class ProcessGroup(Protocol):
    """The platform's hold on a process and everything it has started."""

    def kill(self) -> None:
        """Kill all of it, at once. Never raises for what has gone already."""
        ...

    def wait_gone(self, timeout_s: float) -> bool:
        """Wait until nothing of it is left; False when the time was up."""
        ...

    def close(self) -> None:
        """Let go of what the platform holds for it."""
        ...


class ProcessHandle:
    """One spawned process. A thread waits for its end, so that the end is an event."""

    def __init__(
        self,
        name: str,
        process: subprocess.Popen[bytes],
        group: ProcessGroup,
        *,
        on_gone: Callable[[ExitStatus], None] | None = None,
    ) -> None:
        """Begin to wait.

        Args:
            name: The worker's name.
            process: Just spawned.
            group: Holds it and its descendants.
            on_gone: Called once, on the waiting thread, when nothing is left.
        """
        self._name = name
        self._process = process
        self._group = group
        self._on_gone = on_gone
        self._requested = False
        self._exited = threading.Event()
        self._gone = threading.Event()
        self._outcome: ExitStatus | None = None
        threading.Thread(target=self._wait, name=f"wait-{name}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    @property
    def outcome(self) -> ExitStatus | None:
        """How it ended; None while it runs."""
        return self._outcome

    @property
    def stderr(self) -> IO[bytes]:
        """Read end of its stderr."""
        assert self._process.stderr is not None
        return self._process.stderr

    def expect_exit(self) -> None:
        """Note that we are about to end it: its outcome is not a crash."""
        self._requested = True

    def wait_exit(self, timeout_s: float) -> bool:
        """Wait for the process's own end; False when the time was up."""
        return self._exited.wait(timeout_s)

    def wait_gone(self, timeout_s: float) -> bool:
        """Wait until it and all it has started are gone; False when the time was up."""
        return self._gone.wait(timeout_s)

    def kill(self) -> None:
        """Kill it and all it has started. Never raises, never waits."""
        if not self._gone.is_set():
            self._group.kill()

    def _wait(self) -> None:
        exit_code = self._process.wait()
        self._outcome = ExitStatus(exit_code, requested=self._requested)
        self._exited.set()
        # What it has started must not depend on its guard alone: that one can be killed.
        self._group.kill()
        if not self._group.wait_gone(GONE_TIMEOUT_S):
            logger.warning("%s left processes behind; killing them", self._name)
            self._group.kill()
            self._group.wait_gone(GONE_TIMEOUT_S)
        self._group.close()
        self._gone.set()
        if self._on_gone is not None:
            self._on_gone(self._outcome)
