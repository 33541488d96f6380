"""Waits for the end of processes that needn't be our children."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Iterable
from typing import Self

import psutil


class Watch:
    """Sees processes end, and isn't confused by IDs that are used again."""

    def __init__(self, pids: Iterable[int]) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]
        self._descriptors: dict[int, int] = {}
        if hasattr(os, "pidfd_open"):
            try:
                for process in self._processes:
                    self._descriptors[process.pid] = os.pidfd_open(process.pid)
            except OSError:
                self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        while self._descriptors:
            os.close(self._descriptors.popitem()[1])

    def alive_after(self, timeout_s: float) -> list[str]:
        """Waits until all have ended; returns those that haven't in time."""
        deadline = time.monotonic() + timeout_s
        if self._descriptors:
            self._poll(deadline)
        pause = threading.Event()
        while (left := self.alive()) and time.monotonic() < deadline:
            pause.wait(0.005)
        return [str(process) for process in left]

    def alive(self) -> list[psutil.Process]:
        return [process for process in self._processes if is_alive(process)]

    def _poll(self, deadline: float) -> None:
        poll = select.poll()
        waiting = set(self._descriptors.values())
        for descriptor in waiting:
            poll.register(descriptor, select.POLLIN)
        while waiting and (left_s := deadline - time.monotonic()) > 0:
            for descriptor, _ in poll.poll(left_s * 1000):
                poll.unregister(descriptor)
                waiting.discard(descriptor)


def is_alive(process: psutil.Process) -> bool:
    """Returns whether a process runs; zombies don't."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
