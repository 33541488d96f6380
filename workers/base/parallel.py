"""The same thing done to several at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def for_all(act: Callable[[T], object], them: Sequence[T]) -> None:
    """Do something to each on a thread of its own, and wait until all of it is done."""
    if len(them) == 1:
        act(them[0])
        return
    threads = [threading.Thread(target=act, args=(it,), daemon=True) for it in them]
    waiting = iter(threads)
    try:
        for thread in waiting:
            thread.start()
    finally:  # Ctrl-C: the others are not left out
        for thread in waiting:
            thread.start()
    for thread in threads:
        thread.join()
