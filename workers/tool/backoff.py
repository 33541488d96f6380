"""Delay of the next start of a tool that keeps crashing."""

from __future__ import annotations

from dataclasses import dataclass, field

#: More doublings would overflow, and exceed any longest wait.
_MAX_DOUBLINGS = 64


@dataclass(slots=True)
class Backoff:
    """Failures in a row, and the delay that they cause.

    The first few cause none, because callers rely on the call after a crash starting the worker
    again. Each later one doubles the delay. The owner needs a lock.

    Attributes:
        first_s: First delay, in seconds.
        longest_s: Longest delay, in seconds.
        forgiven: Number of failures in a row that cause no delay.
        failures: Failures in a row so far.
    """

    first_s: float = 10.0
    longest_s: float = 300.0
    forgiven: int = 2
    failures: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    def failed(self, now: float) -> None:
        """Records a crash or a failed start at ``now`` (clock seconds)."""
        self.failures += 1
        doublings = self.failures - self.forgiven - 1
        if doublings >= 0:
            wait_s = self.first_s * 2.0 ** min(doublings, _MAX_DOUBLINGS)
            self._until = now + min(self.longest_s, wait_s)

    def succeeded(self) -> None:
        """Ends the delay, after an answer or a start by the user.

        A load alone is no success: a worker may load and then crash at every request.
        """
        self.failures = 0
        self._until = 0.0

    def wait_s(self, now: float) -> float:
        """Returns the seconds from ``now`` until the next start; 0 if there is no delay."""
        if self.failures <= self.forgiven:
            return 0.0
        return max(0.0, self._until - now)
