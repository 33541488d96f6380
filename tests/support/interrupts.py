"""Ctrl-C for tests: an exception in the main thread, at a moment that the test chooses."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator


class Interrupted(BaseException):
    """What the main thread is interrupted with; like KeyboardInterrupt, no ``Exception``."""


@contextlib.contextmanager
def interrupted_once(when: Callable[[], object]) -> Iterator[None]:
    """Raise :class:`Interrupted` in the main thread once ``when`` has returned.

    Args:
        when: Runs on another thread, and waits until the main thread has come where it
            is to be interrupted, but for its last few instructions.
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
