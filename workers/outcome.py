"""How a process ended, as a value that can speak."""

from __future__ import annotations

import signal
from dataclasses import dataclass

#: Exit codes that a worker's child side gives a meaning of its own.
LOAD_FAILED = 2
FATAL = 3

_MEANINGS = {
    LOAD_FAILED: "its model or its tool module could not be loaded",
    FATAL: "its request loop failed",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a worker's process ended.

    Attributes:
        exit_code: As ``subprocess`` gives it: negative for a signal.
        asked: True when somebody here stopped it.
    """

    exit_code: int
    asked: bool = False

    @property
    def signal_name(self) -> str | None:
        """Name of the signal that killed it, such as ``SIGKILL``; None for an exit."""
        if self.exit_code >= 0:
            return None
        try:
            return signal.Signals(-self.exit_code).name
        except ValueError:
            return f"signal {-self.exit_code}"

    def __str__(self) -> str:
        """One clause without a subject: ``was killed by SIGKILL; …``."""
        if self.asked:
            return f"was stopped (exit={self.exit_code})"
        name = self.signal_name
        if name == "SIGKILL":
            return "was killed by SIGKILL; the system may have run out of memory"
        if name is not None:
            return f"was killed by {name}"
        if self.exit_code == 0:
            return "ended by itself with exit code 0"
        meaning = _MEANINGS.get(self.exit_code)
        return f"ended with exit code {self.exit_code}" + (f": {meaning}" if meaning else "")
