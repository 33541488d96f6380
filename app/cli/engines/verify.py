"""``engineroom engines verify`` and ``rollback``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import is_known
from app.cli.engines.install import carried_out
from app.cli.exit_codes import DONE, FAILED, TOLD
from app.cli.terminal import ProgressLine, tell

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.base.events import Progress


def add(actions: Commands) -> None:
    """Add both."""
    verify = actions.add_parser(
        "verify",
        help="verify the files of an installed engine; exit code 1 if any are damaged",
        epilog=TOLD,
    )
    verify.add_argument("engine", help="engine ID")
    verify.set_defaults(run=_verify)

    rollback = actions.add_parser(
        "rollback",
        help="roll back an engine's environment to before its last change",
        epilog=TOLD,
    )
    rollback.add_argument("engine", help="engine ID")
    rollback.set_defaults(run=_roll_back)


def _verify(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    found: list[str] = []

    def work(progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        found.extend(room.installation.verify(entry, progress=progress, cancelled=cancelled))

    result = carried_out(work, ProgressLine())
    if result != DONE:
        return result
    for problem in found:
        print(problem)
    if found:
        tell(f"To repair it: engineroom engines install {entry.id} --again")
        return FAILED
    print(f"{entry.name}: all files are intact.")
    return DONE


def _roll_back(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    room.workers[entry.id].stop()
    room.installation.rollback(entry)
    print(f"Environment {entry.environment} rolled back.")
    return DONE
