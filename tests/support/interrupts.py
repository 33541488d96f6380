"""Ctrl-C for tests: exceptions in a thread at moments that the test, or chance, chooses."""

from __future__ import annotations

import contextlib
import ctypes
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator


class Interrupted(BaseException):
    """What a thread is interrupted with; like KeyboardInterrupt, no ``Exception``."""


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


class StruckThread(threading.Thread):
    """Repeats something that is struck by exceptions at random instructions.

    The exceptions come from ``PyThreadState_SetAsyncExc``, one at a time: the next one is
    sent after :meth:`strike` was called again.
    """

    def __init__(self, repeat: Callable[[], object], seed: int) -> None:
        super().__init__(daemon=True)
        self._repeat = repeat
        self._random = random.Random(seed)
        self._is_armed = threading.Event()
        self._was_struck = threading.Event()
        self._is_over = False
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            while not self._is_over:
                try:
                    self._is_armed.set()
                    while True:
                        self._repeat()
                except Interrupted:
                    self._was_struck.set()
        except BaseException as error:  # noqa: BLE001 - it is raised by the one who strikes
            self.error = error
            self._was_struck.set()

    def strike(self, timeout_s: float) -> None:
        """Raise :class:`Interrupted` once, and wait until the thread has left its work."""
        assert self._is_armed.wait(timeout_s), "the thread is stuck"
        self._is_armed.clear()
        self._was_struck.clear()
        for _ in range(self._random.randrange(2000)):
            pass  # some microseconds: no two strikes hit the same instruction
        ident, deadline = ctypes.c_ulong(self.ident or 0), time.monotonic() + timeout_s
        # Again, where a finalizer was struck: Python reports such an exception and goes on.
        while not self._was_struck.is_set():
            assert time.monotonic() < deadline, "the thread is stuck"
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(Interrupted))
            self._was_struck.wait(1.0)
        if self.error is not None:
            raise self.error

    def end(self, timeout_s: float) -> None:
        """End the thread."""
        self._is_over = True
        self.strike(timeout_s)
        self.join(timeout_s)


@contextlib.contextmanager
def frequent_switches() -> Iterator[None]:
    """Have threads take turns at every instruction, or nearly so."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
