"""What commands share: exit codes, engine IDs, and work that Ctrl-C cancels."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from app.cli.terminal import ProgressLine, print_error
from workers.errors import WorkerError

if TYPE_CHECKING:
    import argparse

    from app.room import EngineRoom
    from workers.base.events import Progress

    #: What commands are added to; argparse gives its type no public name.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - see above

DONE = 0
FAILED = 1
USAGE_ERROR = 2  # argparse's own
NOT_CONFIRMED = 3
INTERRUPTED = 130  # 128 + SIGINT, as in shells

EXIT_CODES_HELP = (
    "exit codes: 0 success, 1 failure, 2 usage error, 3 confirmation required, 130 interrupted"
)


def is_known(room: EngineRoom, engine: str) -> bool:
    """Returns whether an engine exists; if not, prints an error that lists those that do."""
    if engine in room.engines:
        return True
    print_error(f"No engine {engine!r}. Available: {', '.join(room.engines) or 'none'}")
    return False


def run_cancellable(
    work: Callable[[Callable[[Progress], None], threading.Event], object], line: ProgressLine
) -> int:
    """Does long work with progress; Ctrl-C cancels it in an orderly way.

    Args:
        work: Gets what shows its progress, and the event that cancels it.
        line: Shows the progress.

    Returns:
        The exit code; an error is printed.
    """
    with cancelled_by_interrupt() as cancelled:
        try:
            work(line, cancelled)
        except WorkerError as error:
            line.end()
            print_error(str(error))
            return INTERRUPTED if cancelled.is_set() else FAILED
    line.end()
    return DONE


@contextmanager
def cancelled_by_interrupt() -> Generator[threading.Event, None, None]:
    """Makes the first Ctrl-C set an event, so that work ends in order; the second interrupts.

    Yields:
        The event. Only for the main thread, which alone receives signals.
    """
    cancelled = threading.Event()
    previous = signal.getsignal(signal.SIGINT)

    def cancel(number: int, frame: FrameType | None) -> None:
        del number, frame
        cancelled.set()
        signal.signal(signal.SIGINT, previous)

    signal.signal(signal.SIGINT, cancel)
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, previous)
