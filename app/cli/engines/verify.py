"""``engineroom engines verify`` and ``rollback``: checks files, and undoes a change of packages."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli.command import DONE, EXIT_CODES_HELP, FAILED, is_known, run_cancellable
from app.cli.terminal import ProgressLine, print_error

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.base.events import Progress


def add(actions: Commands) -> None:
    """Adds both actions."""
    verify = actions.add_parser(
        "verify",
        help="verify the files of an installed engine; exit code 1 if any are damaged",
        epilog=EXIT_CODES_HELP,
    )
    verify.add_argument("engine", help="engine ID")
    verify.set_defaults(run=_verify)

    rollback = actions.add_parser(
        "rollback",
        help="roll back an engine's environment to before its last change",
        epilog=EXIT_CODES_HELP,
    )
    rollback.add_argument("engine", help="engine ID")
    rollback.set_defaults(run=_roll_back)


def _verify(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    problems: list[str] = []

    def work(progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        problems.extend(room.installation.verify(entry, progress=progress, cancelled=cancelled))

    result = run_cancellable(work, ProgressLine())
    if result != DONE:
        return result
    for problem in problems:
        print(problem)
    if problems:
        print_error(f"To repair it: engineroom engines install {entry.id} --again")
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
