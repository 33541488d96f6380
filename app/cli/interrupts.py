"""Ctrl-C while something long is under way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def cancelled_by_interrupt() -> Generator[threading.Event, None, None]:
    """Have the first Ctrl-C set an event, so that work ends in order; the second one interrupts.

    Yields:
        The event. To be used in the main thread, which alone gets signals.
    """
    cancelled = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def cancel(number: int, frame: FrameType | None) -> None:
        del number, frame
        cancelled.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, cancel)
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, before)
