"""Calls a function for several items at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def for_all(function: Callable[[T], object], items: Sequence[T]) -> None:
    """Calls a function for each item, each on its own thread, and waits for all of them."""
    if len(items) == 1:
        function(items[0])
        return
    threads = [threading.Thread(target=function, args=(item,), daemon=True) for item in items]
    unstarted = iter(threads)
    try:
        for thread in unstarted:
            thread.start()
    finally:  # Ctrl-C does not leave the remaining items out
        for thread in unstarted:
            thread.start()
    for thread in threads:
        thread.join()
