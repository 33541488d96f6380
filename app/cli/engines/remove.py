"""``engineroom engines remove``: removes packages, weights, or both."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import DONE, EXIT_CODES_HELP, FAILED, NOT_CONFIRMED, is_known
from app.cli.terminal import ask, can_ask, print_error
from workers.base.sizes import disk_size

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom


def add(actions: Commands) -> None:
    """Adds the action."""
    remove = actions.add_parser(
        "remove",
        help="remove an engine's packages, weights, or both",
        description="Removes both by default. Keeps files that other engines use.",
        epilog=EXIT_CODES_HELP,
    )
    remove.add_argument("engine", help="engine ID")
    remove.add_argument(
        "--environment", action="store_true", help=("remove packages and code only")
    )
    remove.add_argument("--weights", action="store_true", help="remove weights only")
    remove.add_argument("--yes", action="store_true", help="don't ask for confirmation")
    remove.set_defaults(run=_remove)


def _remove(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    is_all = arguments.environment == arguments.weights
    environment, weights = is_all or arguments.environment, is_all or arguments.weights
    if not arguments.yes:
        if not can_ask():
            print_error("Can't ask for confirmation: not a terminal. Pass --yes to remove.")
            return NOT_CONFIRMED
        state = room.installation.state(entry)
        what = [f"packages ({disk_size(state.environment_bytes)})"] * environment
        what += [f"weights ({disk_size(state.weights_bytes)})"] * weights
        if not ask(f"Remove {' and '.join(what)} of {entry.name}?", default=False):
            return NOT_CONFIRMED
    room.workers[entry.id].stop()
    removal = room.installation.remove(entry, environment=environment, weights=weights)
    for sentence in removal.kept:
        print(sentence)
    print(f"{entry.name} removed. Freed {disk_size(removal.freed_bytes)}.")
    if removal.cached_bytes:
        kept = disk_size(removal.cached_bytes)
        print(f"The uv cache still holds {kept} of its packages. To clear it: uv cache clean")
    return DONE
