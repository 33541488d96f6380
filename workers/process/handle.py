"""A worker's process from outside: its exit, its descendants, and killing both."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Callable
from typing import IO, Protocol

from workers.base.exit_status import ExitStatus

logger = logging.getLogger(__name__)

#: Seconds for descendants to go after the process itself has gone.
GONE_TIMEOUT_S = 2.0


class ProcessGroup(Protocol):
    """The platform's hold on a process and everything it has started."""

    def kill(self) -> None:
        """Kills all of its processes at once. Never raises for processes that have gone."""
        ...

    def wait_gone(self, timeout_s: float) -> bool:
        """Waits until no process of it is left; False when the time is up."""
        ...

    def close(self) -> None:
        """Releases the platform's resources."""
        ...


class ProcessHandle:
    """One spawned process. A thread waits for its exit, so that the exit is an event.

    Attributes:
        outcome: How the process ended; None while it runs.
    """

    def __init__(
        self,
        name: str,
        process: subprocess.Popen[bytes],
        group: ProcessGroup,
        *,
        on_gone: Callable[[ExitStatus], None] | None = None,
    ) -> None:
        """Starts to wait.

        Args:
            name: The worker's name.
            process: Just spawned.
            group: The process and its descendants.
            on_gone: Called once, on the waiting thread, when no process of the group is left.
        """
        self._name = name
        self._process = process
        self._group = group
        self._on_gone = on_gone
        self._requested = False
        self._exited = threading.Event()
        self._gone = threading.Event()
        self.outcome: ExitStatus | None = None
        threading.Thread(target=self._wait, name=f"wait-{name}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def stderr(self) -> IO[bytes]:
        """Read end of the process's stderr."""
        assert self._process.stderr is not None
        return self._process.stderr

    def expect_exit(self) -> None:
        """Notes that the exit is requested, and no crash."""
        self._requested = True

    def wait_exit(self, timeout_s: float) -> bool:
        """Waits for the exit of the process itself; False when the time is up."""
        return self._exited.wait(timeout_s)

    def wait_gone(self, timeout_s: float) -> bool:
        """Waits until the process and its descendants are gone; False when the time is up."""
        return self._gone.wait(timeout_s)

    def kill(self) -> None:
        """Kills the process and its descendants. Never raises, never waits."""
        if not self._gone.is_set():
            self._group.kill()

    def _wait(self) -> None:
        exit_code = self._process.wait()
        self.outcome = ExitStatus(exit_code, requested=self._requested)
        self._exited.set()
        # Don't leave its descendants to the guard alone, which may have been killed.
        self._group.kill()
        if not self._group.wait_gone(GONE_TIMEOUT_S):
            logger.warning("%s left processes behind; killing them", self._name)
            self._group.kill()
            self._group.wait_gone(GONE_TIMEOUT_S)
        self._group.close()
        self._gone.set()
        if self._on_gone is not None:
            self._on_gone(self.outcome)
