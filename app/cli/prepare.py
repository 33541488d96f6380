"""``engineroom list`` and ``prepare``: short forms of ``engineroom engines``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import DONE, FAILED, NOT_CONFIRMED, is_known
from app.cli.terminal import ProgressLine, print_error

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom


def add(commands: Commands) -> None:
    """Adds both commands."""
    list_ = commands.add_parser("list", help="list engines and whether they are installed")
    list_.set_defaults(run=_list)

    prepare = commands.add_parser("prepare", help="install an engine without asking")
    prepare.add_argument("engine", nargs="?", help=("engine ID (default: the first in the list)"))
    prepare.set_defaults(run=_prepare, starts_engines=True)


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    del arguments
    for engine, entry in room.engines.items():
        state = "installed" if room.is_installed(engine) else "not installed"
        voices = ", ".join(entry.voices) or "built-in voice"
        print(f"{engine:<16} {state:<14} {entry.name}: {voices}")
    return DONE


def _prepare(room: EngineRoom, arguments: argparse.Namespace) -> int:
    from app.cli.engines.install import install

    engine = arguments.engine or next(iter(room.engines), None)
    if engine is None:
        print_error("The catalog has no engines.")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    code = room.unapproved(engine)
    if code is not None:
        print_error(
            f"{entry.name} runs code that isn't part of Engine Room. To review and allow it: "
            f"engineroom engines install {engine}"
        )
        return NOT_CONFIRMED
    if not room.is_installed(engine):
        result = install(room, entry, ProgressLine())
        if result == FAILED:
            print_error(f"To review the requirements: engineroom engines install {engine}")
        if result != DONE:
            return result
    print(f"{entry.name} is ready.")
    return DONE
