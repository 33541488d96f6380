"""Engine Room in a terminal: one file per command, imported when the command is given. No Qt."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.command import EXIT_CODES_HELP, FAILED, INTERRUPTED
from app.cli.terminal import print_error
from workers.errors import WorkerError

if TYPE_CHECKING:
    from app.room import EngineRoom

#: Modules by the commands that their ``add`` adds, in the order of the help.
_MODULES = {
    "say": "app.cli.say",
    "transcribe": "app.cli.transcribe",
    "list": "app.cli.prepare",
    "prepare": "app.cli.prepare",
    "engines": "app.cli.engines",
    "voices": "app.cli.voices",
    "plan": "app.cli.memory",
    "memory": "app.cli.memory",
}
#: A folder that uv installs packages from, instead of an index.
_WHEELS = "ENGINEROOM_WHEELS"


def parser(command: str = "") -> argparse.ArgumentParser:
    """Makes the parser of the command line; without a command the tray application runs.

    Args:
        command: The command that is going to be parsed, so that no other one is imported;
            all commands are, for anything else.
    """
    top = argparse.ArgumentParser(
        prog="engineroom",
        description="Run speech engines, each in its own process.",
        epilog=f"Without a command, starts the tray application. Commands return {EXIT_CODES_HELP}",
    )
    top.set_defaults(starts_engines=False, wheels=None)
    top.add_argument("--hidden", action="store_true", help="start in the tray, without a window")
    commands = top.add_subparsers(dest="command", metavar="command")
    modules = [_MODULES[command]] if command in _MODULES else dict.fromkeys(_MODULES.values())
    for module in modules:
        importlib.import_module(module).add(commands)
    return top


def run(arguments: argparse.Namespace, build: Callable[[], EngineRoom]) -> int:
    """Runs a parsed command.

    Args:
        arguments: From :func:`parser`, with a command.
        build: Builds the engine room.

    Returns:
        The exit code of the process, see :mod:`app.cli.command`; errors are printed to stderr.
    """
    if arguments.wheels is not None:
        os.environ[_WHEELS] = str(arguments.wheels.absolute())
    room = build()
    for problem in room.problems:
        print_error(problem)
    try:
        return arguments.run(room, arguments)
    except WorkerError as error:
        print_error(str(error))
        return FAILED
    except KeyboardInterrupt:
        print_error("Interrupted.")
        return INTERRUPTED
    finally:
        room.close()
