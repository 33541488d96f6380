"""``engineroom engines remove``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import is_known
from app.cli.exit_codes import DONE, FAILED, SETTLE_FIRST, TOLD
from app.cli.terminal import ask, can_ask, size, tell

if TYPE_CHECKING:
    from app.cli.command import Commands
    from app.room import EngineRoom


def add(actions: Commands) -> None:
    """Add the action."""
    remove = actions.add_parser(
        "remove",
        help="remove an engine's environment, its weights, or both",
        description="Without an option: both. What other engines need is kept, and told.",
        epilog=TOLD,
    )
    remove.add_argument("engine", help="its id")
    remove.add_argument("--environment", action="store_true", help="only its packages and code")
    remove.add_argument("--weights", action="store_true", help="only its weights")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    remove.set_defaults(run=_remove)


def _remove(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    is_all = arguments.environment == arguments.weights
    environment, weights = is_all or arguments.environment, is_all or arguments.weights
    if not arguments.yes:
        if not can_ask():
            tell("Nobody is there to be asked: give --yes to remove it.")
            return SETTLE_FIRST
        state = room.installation.state(entry)
        what = [f"its environment ({size(state.environment_bytes)})"] * environment
        what += [f"its weights ({size(state.weights_bytes)})"] * weights
        if not ask(f"Remove of {entry.name} {' and '.join(what)}?", default=False):
            return SETTLE_FIRST
    room.workers[entry.id].stop()
    removal = room.installation.remove(entry, environment=environment, weights=weights)
    for sentence in removal.kept:
        print(sentence)
    print(f"{entry.name} is removed: {size(removal.freed_bytes)} are free again.")
    if removal.cached_bytes:
        kept = size(removal.cached_bytes)
        print(f"uv's cache keeps {kept} of its packages for the next time: uv cache clean")
    return DONE
