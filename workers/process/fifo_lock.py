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
from collections.abc import Callable, Generator
from typing import TypeAlias, TypeVar, TypeVarTuple

#: A place in the line and then a turn. ``next(turn, False)`` waits for the turn: True when it has
#: come, False when the time is up. ``close()`` ends it, on any thread, and so does dropping it.
Turn: TypeAlias = Generator[bool, None, None]

_Args = TypeVarTuple("_Args")
_Result = TypeVar("_Result")


class Place:
    """A place in the line.

    Attributes:
        gate: Held until the place is given up, before or after its turn.
        ahead: The place that must be given up before this one's turn; None once it has been.
    """

    __slots__ = ("ahead", "gate")

    def __init__(self) -> None:
        self.gate = threading.Lock()
        self.ahead: Place | None = None


class FifoLock:
    """Gives one turn at a time, in order of arrival."""

    def __init__(self) -> None:
        self._arrival = threading.Lock()  # guards the end of the line
        self._last = Place()

    @property
    def waiting(self) -> int:
        """Number of callers that wait for their turn."""
        count, place = 0, self._last
        while (ahead := place.ahead) is not None:
            count += place.gate.locked()
            place = ahead
        return count

    def run(self, function: Callable[[*_Args], _Result], *args: *_Args) -> _Result:
        """Calls a function when its turn has come, and returns what it returns."""
        last = self._last
        if last.ahead is None and not last.gate.locked():
            with last.gate:  # no line to join: the last place serves once more, and costs half
                if self._last is last:  # otherwise another caller has joined behind it
                    return function(*args)
        place = Place()
        with place.gate:
            self.wait_turn(place)
            return function(*args)

    def turn(self, timeout_s: float | None = None) -> Turn:
        """Returns a turn to wait for, which joins the line when it is first waited for.

        Args:
            timeout_s: Longest wait, in seconds; None for as long as it takes.
        """
        place = Place()
        with place.gate:
            if self.wait_turn(place, timeout_s):
                yield True

    def wait_turn(self, place: Place, timeout_s: float | None = None) -> bool:
        """Joins the line with a place whose gate the caller holds, and waits for its turn.

        Args:
            place: A new one. The caller gives it up by opening its gate.
            timeout_s: Longest wait, in seconds; None for as long as it takes.

        Returns:
            False when the time is up.
        """
        with self._arrival:
            place.ahead = self._last
            self._last = place
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while (ahead := place.ahead) is not None:
            if ahead.gate.locked():
                left_s = None if deadline is None else deadline - time.monotonic()
                if not wait_open(ahead.gate, left_s):
                    return False
            # Not None when it gave up: then those ahead of it are ahead of us.
            place.ahead = ahead.ahead
        return True


def wait_open(gate: threading.Lock, timeout_s: float | None = None) -> bool:
    """Waits until a gate is open, and leaves it open; False when the time is up."""
    if timeout_s is None:
        with gate:
            return True
    limit_s = min(max(timeout_s, 0.0), threading.TIMEOUT_MAX)
    is_open = False
    try:
        # Not a plain call, whose result an exception could lose; see above.
        for is_open in map(gate.acquire, (True,), (limit_s,)):  # noqa: B007 - used below
            pass
    finally:
        if is_open:
            gate.release()
    return is_open
