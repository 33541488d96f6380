"""``engineroom list`` and ``engineroom prepare``: the short forms of ``engineroom engines``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import is_known
from app.cli.exit_codes import DONE, FAILED, SETTLE_FIRST
from app.cli.terminal import ProgressLine, tell

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom


def add(commands: Commands) -> None:
    """Add both."""
    list_ = commands.add_parser("list", help="list the engines and whether they are installed")
    list_.set_defaults(run=_list)

    prepare = commands.add_parser("prepare", help="install what an engine needs, without asking")
    prepare.add_argument("engine", nargs="?", help="its id; the first of the list by default")
    prepare.set_defaults(run=_prepare, starts_engines=True)


def _list(room: EngineRoom, arguments: argparse.Namespace) -> int:
    del arguments
    for engine, entry in room.engines.items():
        state = "installed" if room.is_installed(engine) else "not installed"
        voices = ", ".join(entry.voices) or "its own voice"
        print(f"{engine:<16} {state:<14} {entry.name}: {voices}")
    return DONE


def _prepare(room: EngineRoom, arguments: argparse.Namespace) -> int:
    from app.cli.engines.installing import install

    engine = arguments.engine or next(iter(room.engines), None)
    if engine is None:
        tell("The catalog is empty: there is nothing to prepare.")
        return FAILED
    if not is_known(room, engine):
        return FAILED
    entry = room.engines[engine]
    code = room.unapproved(engine)
    if code is not None:
        tell(
            f"{entry.name} runs code that did not come with Engine Room. To see whose it is, and "
            f"to allow it: engineroom engines install {engine}"
        )
        return SETTLE_FIRST
    if not room.is_installed(engine):
        result = install(room, entry, ProgressLine())
        if result == FAILED:
            tell(f"To see what it takes, and to settle it: engineroom engines install {engine}")
        if result != DONE:
            return result
    print(f"{entry.name} is ready.")
    return DONE
