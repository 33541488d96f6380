"""A lock that is given in order of arrival, which ``threading.Lock`` does not promise.

No exception may lose a turn, whatever instruction it strikes at: a signal handler or
``PyThreadState_SetAsyncExc`` can raise between a successful ``acquire()`` and the ``try`` behind
it. CPython looks for such exceptions after calls, at the start of functions and at backward
jumps, but not between the C function that takes a lock and the protection of its ``with`` block,
nor between a ``for`` loop's C iterator and its loop variable. So each caller holds a lock of its
own, its gate, in a ``with`` block inside a generator, and nothing but leaving that block opens
the gate. Closing or dropping the generator leaves the block, and does so in C.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import TypeAlias

#: A place in the line and then a turn. ``next(turn, False)`` waits for the turn: True when it has
#: come, False when the time is up. ``close()`` ends it, on any thread, and so does dropping it.
Turn: TypeAlias = Generator[bool, None, None]


class _Place:
    """A place in the line.

    Attributes:
        gate: Held until the place is given up, before or after its turn.
        ahead: The place that must be given up before this one's turn; None once it has been.
    """

    __slots__ = ("ahead", "gate")

    def __init__(self) -> None:
        self.gate = threading.Lock()
        self.ahead: _Place | None = None


class FifoLock:
    """Gives one turn at a time, in order of arrival."""

    def __init__(self) -> None:
        self._arrival = threading.Lock()  # guards the end of the line
        self._last = _Place()

    @property
    def waiting(self) -> int:
        """Number of callers that wait for their turn."""
        count, place = 0, self._last
        while (ahead := place.ahead) is not None:
            count += place.gate.locked()
            place = ahead
        return count

    def turn(self, timeout_s: float | None = None) -> Turn:
        """Returns a turn to wait for, which joins the line when it is first waited for.

        Args:
            timeout_s: Longest wait, in seconds; None for as long as it takes.
        """
        place = _Place()
        with place.gate:
            with self._arrival:
                place.ahead = self._last
                self._last = place
            if timeout_s is None:
                while (ahead := place.ahead) is not None:
                    if ahead.gate.locked():
                        with ahead.gate:
                            pass
                    # Not None when it gave up: then those ahead of it are ahead of us.
                    place.ahead = ahead.ahead
            elif not _wait(place, timeout_s):
                return
            yield True


def _wait(place: _Place, timeout_s: float) -> bool:
    """Waits until all places ahead are given up; False when the time is up."""
    deadline = time.monotonic() + timeout_s
    while (ahead := place.ahead) is not None:
        left_s = min(max(deadline - time.monotonic(), 0.0), threading.TIMEOUT_MAX)
        is_open = False
        try:
            # Not a plain call, whose result an exception could lose; see above.
            for is_open in map(ahead.gate.acquire, (True,), (left_s,)):  # noqa: B007 - used below
                pass
        finally:
            if is_open:
                ahead.gate.release()
        if not is_open:
            return False
        place.ahead = ahead.ahead
    return True
