"""How long one caller waits for a worker that cannot be asked yet."""

from __future__ import annotations

import threading

from workers.base.clock import Clock
from workers.errors import StartFailed


class Patience:
    """One caller's wait, from now on: until somebody else's start is over, then its own."""

    def __init__(
        self, name: str, clock: Clock, patience_s: float | None, usual_s: float = 0.0
    ) -> None:
        """Begin to wait.

        Args:
            name: The worker's, for the message.
            clock: Tells the time and waits.
            patience_s: In seconds; None to wait for others for as long as it takes.
            usual_s: What is left for one's own start is counted from then, in seconds.
        """
        self._name = name
        self._clock = clock
        self._patience_s = patience_s
        self._usual_s = usual_s if patience_s is None else patience_s
        self._since = clock.now()

    @property
    def left_s(self) -> float:
        """For one's own start, in seconds: who has waited for another's has waited."""
        return max(0.0, self._since + self._usual_s - self._clock.now())

    @property
    def limit_s(self) -> float | None:
        """Until the caller goes away, in seconds; None where that never happens."""
        return None if self._patience_s is None else self.left_s

    def over(self) -> StartFailed:
        """The error for a caller that goes away."""
        message = f"{self._name} wasn't available within its timeout of {self._patience_s:g} s"
        return StartFailed(message, worker=self._name)

    def wait(self, changed: threading.Condition) -> None:
        """Wait for news; the caller holds the lock.

        Raises:
            StartFailed: There was none in time.
        """
        if not self._clock.wait(changed, self.limit_s):
            raise self.over()
