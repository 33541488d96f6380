"""How long a tool that keeps crashing is left alone before it is started again."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Doubling further than this is beyond any longest wait, and would overflow.
_MOST_DOUBLINGS = 64


@dataclass(slots=True)
class Backoff:
    """Crashes in a row, and the wait that they cost.

    The first few cost nothing: callers are promised that the call after a crash starts
    the worker again. From then on each costs twice as long as the one before. Not safe
    from several threads: its owner has a lock.

    Attributes:
        first_s: The first wait, in seconds.
        longest_s: No wait is longer.
        forgiven: How many crashes in a row cost nothing.
        failures: Crashes in a row so far.
    """

    first_s: float = 10.0
    longest_s: float = 300.0
    forgiven: int = 2
    failures: int = field(default=0, init=False)
    _until: float = field(default=0.0, init=False)

    def failed(self, now: float) -> None:
        """It has crashed, or has failed to start, at ``now`` (clock seconds)."""
        self.failures += 1
        doublings = self.failures - self.forgiven - 1
        if doublings >= 0:
            wait_s = self.first_s * 2.0 ** min(doublings, _MOST_DOUBLINGS)
            self._until = now + min(self.longest_s, wait_s)

    def succeeded(self) -> None:
        """It has answered a request, or its user has asked for it by a click: all is forgiven.

        A load alone is no success: a worker may load well and crash at every request.
        """
        self.failures = 0
        self._until = 0.0

    def wait_s(self, now: float) -> float:
        """Seconds from ``now`` until it may be started again; 0 when it may be."""
        if self.failures <= self.forgiven:
            return 0.0
        return max(0.0, self._until - now)
