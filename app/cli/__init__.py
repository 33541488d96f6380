"""Engine Room in a terminal: no Qt, and no engine's library either. One file a command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli import engines, memory, voices
from app.cli import prepare as preparing
from app.cli import say as speaking
from app.cli import transcribe as listening
from app.cli.exit_codes import FAILED, INTERRUPTED, TOLD
from app.cli.terminal import tell
from workers.errors import WorkerError

if TYPE_CHECKING:
    from app.room import EngineRoom

Build = Callable[[], "EngineRoom"]

#: Tells uv to take packages from a folder, and from nowhere else.
_WHEELS = "ENGINEROOM_WHEELS"


def parser() -> argparse.ArgumentParser:
    """The command line; without a command the tray application runs."""
    top = argparse.ArgumentParser(
        prog="engineroom",
        description="Run speech engines, each in its own process.",
        epilog=f"Without a command, starts the tray application. Commands return {TOLD}.",
    )
    top.set_defaults(starts_engines=False, wheels=None)
    top.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    commands = top.add_subparsers(dest="command", metavar="command")
    for command in (speaking, listening, preparing, engines, voices, memory):
        command.add(commands)
    return top


def run(arguments: argparse.Namespace, build: Build) -> int:
    """Carry out a parsed command.

    Args:
        arguments: From :func:`parser`, with a command.
        build: Builds the engine room.

    Returns:
        The process's exit code, see :mod:`app.cli.exit_codes`; a failure was told on stderr.
    """
    if arguments.wheels is not None:
        os.environ[_WHEELS] = str(arguments.wheels.absolute())
    room = build()
    for problem in room.problems:
        tell(problem)
    try:
        return arguments.run(room, arguments)
    except WorkerError as error:
        tell(str(error))
        return FAILED
    except KeyboardInterrupt:
        tell("Interrupted.")
        return INTERRUPTED
    finally:
        room.close()
