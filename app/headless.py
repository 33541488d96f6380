"""Without a display: keep the engine room open until a signal ends it."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.room import EngineRoom


def serve(build: Callable[[], EngineRoom], out: TextIO) -> int:
    """Open the room, wait for a signal to end, stop everything. To be called in the main thread.

    Args:
        build: Builds the engine room.
        out: Where to say what goes on.

    Returns:
        The process's exit code.
    """
    ended = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP.
            signal.signal(getattr(signal, name), lambda *_: ended.set())

    def say(text: str) -> None:
        print(text, file=out, flush=True)

    say("No display found. Engine Room is running without a window. Press Ctrl+C to quit.")
    say('Try it: engineroom say "Hello" --out hello.wav')
    room = build()
    for problem in room.problems:
        say(problem)
    installed = [engine for engine in room.engines if room.is_installed(engine)]
    say(f"Ready. Installed engines: {', '.join(installed) or 'none'}")
    if len(installed) < len(room.engines):
        say("List all engines: engineroom engines list")
    starting = threading.Thread(target=lambda: _start_engines(room, say), name="engineroom.starts")
    starting.start()
    ended.wait()
    say("Stopping engines…")
    room.close()
    starting.join()
    return 0


def _start_engines(room: EngineRoom, say: Callable[[str], None]) -> None:
    for engine, reason in room.start_with_app():
        say(f"Couldn't start {room.engines[engine].name}: {reason}")
