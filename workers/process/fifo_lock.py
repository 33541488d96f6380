"""A lock that is given in order of arrival, which ``threading.Lock`` does not promise.

No exception may lose a turn, whatever instruction it strikes at: a signal handler or
``PyThreadState_SetAsyncExc`` can raise between a successful ``acquire()`` and the ``try`` behind
it. CPython looks for such exceptions after calls, at the start of functions and at backward
jumps, but not between the C function that takes a lock and the protection of its ``with`` block,
nor between a ``for`` loop's C iterator and its loop variable. Locks are taken in these two ways
alone, inside generators where a turn outlives the function: closing or dropping a generator
releases what it holds, in C.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from typing import ParamSpec, TypeAlias, TypeVar

#: A place in the line and then a turn. ``next(turn, False)`` waits for the turn: True when it has
#: come, False when the time is up. ``close()`` ends it, on any thread, and so does dropping it.
Turn: TypeAlias = Generator[bool, None, None]

_P = ParamSpec("_P")
_R = TypeVar("_R")


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
        self._held = threading.Lock()  # during each turn
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

    def run(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Calls a function when its turn has come, and returns what it returns."""
        if not (self._held.locked() or self._last.gate.locked()):
            with self._held:  # no line to join: this is all that a lone caller pays
                return function(*args, **kwargs)
        turn = self.turn()
        try:
            next(turn)
            return function(*args, **kwargs)
        finally:
            turn.close()

    def turn(self, timeout_s: float | None = None) -> Turn:
        """Returns a turn to wait for, which joins the line when it is first waited for.

        Args:
            timeout_s: Longest wait, in seconds; None for as long as it takes.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        place = _Place()
        with place.gate:
            with self._arrival:
                place.ahead = self._last
                self._last = place
            while (ahead := place.ahead) is not None:
                if not next(_hold(ahead.gate, deadline), False):  # and let go of it again
                    return
                # Not None when it gave up: then those ahead of it are ahead of us.
                place.ahead = ahead.ahead
            yield from _hold(self._held, deadline)


def _hold(lock: threading.Lock, deadline: float | None) -> Turn:
    """Holds a lock until it is closed; ends without it when the time is up."""
    left_s = -1.0  # for as long as it takes
    if deadline is not None:
        left_s = min(max(deadline - time.monotonic(), 0.0), threading.TIMEOUT_MAX)
    is_held = False
    try:
        # Not a plain call, whose result an exception could lose; see above.
        for is_held in map(lock.acquire, (True,), (left_s,)):  # noqa: B007 - used below
            pass
        if is_held:
            yield True
    finally:
        if is_held:
            lock.release()
