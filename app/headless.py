"""The program without a display: keeps the engine room open until a signal ends it."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.room import EngineRoom


def serve(build: Callable[[], EngineRoom], out: TextIO) -> int:
    """Opens the room, waits for a signal, and stops everything. Only for the main thread.

    Args:
        build: Builds the engine room.
        out: Gets a line about each step.

    Returns:
        The exit code of the process.
    """
    ended = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP.
            signal.signal(getattr(signal, name), lambda *_: ended.set())

    def report(text: str) -> None:
        print(text, file=out, flush=True)

    report("No display found. Engine Room is running without a window. Press Ctrl+C to quit.")
    report('Try it: engineroom say "Hello" --out hello.wav')
    room = build()
    for problem in room.problems:
        report(problem)
    installed = [engine for engine in room.engines if room.is_installed(engine)]
    report(f"Ready. Installed engines: {', '.join(installed) or 'none'}")
    if len(installed) < len(room.engines):
        report("List all engines: engineroom engines list")
    starting = threading.Thread(
        target=lambda: _start_engines(room, report), name="engineroom.starts"
    )
    starting.start()
    ended.wait()
    report("Stopping engines…")
    room.close()
    starting.join()
    return 0


def _start_engines(room: EngineRoom, report: Callable[[str], None]) -> None:
    for engine, reason in room.start_with_app():
        report(f"Couldn't start {room.engines[engine].name}: {reason}")
