"""Interrupts the main thread, as Ctrl-C does, at a moment that a test chooses."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator


class Interrupted(BaseException):
    """Raised in the main thread; like KeyboardInterrupt, not an ``Exception``."""


@contextlib.contextmanager
def interrupted_once(when: Callable[[], object]) -> Iterator[None]:
    """Raises :class:`Interrupted` in the main thread 50 ms after ``when`` has returned.

    Args:
        when: Waits, on another thread, until the main thread is about to reach the place of the
            interrupt.
    """

    def interrupt(*_: object) -> None:
        raise Interrupted

    def ring() -> None:
        when()
        signal.setitimer(signal.ITIMER_REAL, 0.05)

    before = signal.signal(signal.SIGALRM, interrupt)
    ringing = threading.Thread(target=ring, name="ringing")
    ringing.start()
    try:
        yield
    finally:
        ringing.join()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
