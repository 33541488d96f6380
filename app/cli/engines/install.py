"""``engineroom engines install``: shows the plan, asks for confirmation, and installs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import (
    DONE,
    EXIT_CODES_HELP,
    FAILED,
    INTERRUPTED,
    NOT_CONFIRMED,
    cancelled_by_interrupt,
    is_known,
    run_cancellable,
)
from app.cli.engines.agreements import approve_code, resolve_obstacles
from app.cli.terminal import ProgressLine, ask, can_ask, print_error
from workers.errors import WorkerError

if TYPE_CHECKING:
    import threading

    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.base.events import Progress
    from workers.catalog.entry import CatalogEntry
    from workers.installation.plan import InstallPlan


def add(actions: Commands) -> None:
    """Adds the action."""
    install = actions.add_parser(
        "install",
        help="install an engine's packages and weights",
        description=(
            "Shows the requirements, asks for confirmation, and installs. Resumes "
            "an interrupted installation."
        ),
        epilog=EXIT_CODES_HELP,
    )
    install.add_argument("engine", help="engine ID")
    install.add_argument("--yes", action="store_true", help="don't ask for confirmation")
    install.add_argument(
        "--accept-license", action="store_true", help="accept the licenses of the weights"
    )
    install.add_argument(
        "--allow-code",
        action="store_true",
        help="allow code that isn't part of Engine Room to run",
    )
    install.add_argument(
        "--token-stdin",
        action="store_true",
        help="read a Hugging Face access token for gated weights from stdin (one line)",
    )
    install.add_argument(
        "--wheels",
        type=Path,
        metavar="FOLDER",
        help=("install packages from this folder instead of an index"),
    )
    install.add_argument(
        "--from",
        type=Path,
        metavar="FOLDER",
        dest="weights_folder",
        help=(
            "import weights from this folder; for several, from subfolders named after "
            "the repositories"
        ),
    )
    install.add_argument("--again", action="store_true", help="reinstall even if already installed")
    install.add_argument(
        "--dry-run", action="store_true", help=("show what would be installed, then exit")
    )
    install.add_argument(
        "--json", action="store_true", help="print the plan as JSON (sizes in bytes)"
    )
    install.set_defaults(run=_install, starts_engines=True)


def _install(room: EngineRoom, arguments: argparse.Namespace) -> int:
    if not is_known(room, arguments.engine):
        return FAILED
    entry = room.engines[arguments.engine]
    if arguments.token_stdin:
        _store_token(sys.stdin.readline())
    # Resolving requirements may run code of the packages, so it must be approved first.
    if not approve_code(room, entry, is_allowed=arguments.allow_code):
        return NOT_CONFIRMED
    return _install_allowed(room, entry, arguments)


def _install_allowed(room: EngineRoom, entry: CatalogEntry, arguments: argparse.Namespace) -> int:
    plan = _make_plan(room, entry)
    if plan is None:
        return INTERRUPTED
    _show_plan(entry, plan, as_json=arguments.json)
    if arguments.dry_run:
        return NOT_CONFIRMED if plan.obstacles else DONE
    if room.is_installed(entry.id) and plan.is_empty and not arguments.again:
        print_error(f"{entry.name} installed.")
        return DONE
    if not _is_confirmed(room, plan, arguments):
        return NOT_CONFIRMED
    line, folder = ProgressLine(), arguments.weights_folder
    result = install(room, entry, line, folder=folder, again=arguments.again)
    if result == DONE:
        print_error(f"{entry.name} installed.")
    return result


def install(
    room: EngineRoom,
    entry: CatalogEntry,
    line: ProgressLine,
    *,
    folder: Path | None = None,
    again: bool = False,
) -> int:
    """Installs an engine with progress; Ctrl-C cancels.

    Args:
        room: Has the installation.
        entry: The engine's catalog entry.
        line: Shows the progress.
        folder: Folder to import the weights from; None to download them.
        again: Also replace what is installed.

    Returns:
        The exit code; an error is printed.
    """

    def work(progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        if folder is not None:
            _import_weights(room, entry, folder, progress, cancelled)
        room.installation.install(entry, progress=progress, cancelled=cancelled, again=again)

    return run_cancellable(work, line)


def _make_plan(room: EngineRoom, entry: CatalogEntry) -> InstallPlan | None:
    """Returns the plan; None if Ctrl-C came first."""
    print_error(f"Checking requirements of {entry.name}…")
    with cancelled_by_interrupt() as cancelled:
        try:
            return room.installation.plan(entry, cancelled=cancelled)
        except WorkerError as error:
            if not cancelled.is_set():
                raise
            print_error(str(error))
    return None


def _show_plan(entry: CatalogEntry, plan: InstallPlan, *, as_json: bool) -> None:
    from app.cli.engines.plan_text import document, lines

    if as_json:
        print(document(plan), flush=True)
        return
    for line in lines(entry, plan):
        print(line, flush=True)


def _is_confirmed(room: EngineRoom, plan: InstallPlan, arguments: argparse.Namespace) -> bool:
    """Resolves what keeps the installation from starting, and asks for confirmation."""
    unresolved = resolve_obstacles(
        room,
        plan,
        accept_license=arguments.accept_license,
        has_folder=arguments.weights_folder is not None,
    )
    for obstacle in unresolved:
        print_error(obstacle)
    if unresolved:
        return False
    if arguments.yes:
        return True
    if not can_ask():
        print_error("Can't ask for confirmation: not a terminal. Pass --yes to install.")
        return False
    return ask(f"Install {room.engines[plan.engine].name}?", default=True)


def _store_token(line: str) -> None:
    """Stores an access token that was piped in; it's never printed."""
    from workers.errors import TokenNotStored
    from workers.weights.tokens import store_token

    try:
        store_token(line)
    except TokenNotStored as error:
        print_error(str(error))
    except ValueError as error:
        raise WorkerError(f"stdin doesn't contain an access token: {error}") from error


def _import_weights(
    room: EngineRoom,
    entry: CatalogEntry,
    folder: Path,
    progress: Callable[[Progress], None],
    cancelled: threading.Event,
) -> None:
    weights = room.installation.weights
    for needed in entry.weights:
        if weights.is_complete(needed):
            continue
        owner, _, name = needed.repository.partition("/")
        candidates = (folder / f"{owner}--{name}", folder / owner / name, folder / name)
        source = next((path for path in candidates if path.is_dir()), folder)
        if not weights.import_folder(needed, source, progress=progress, cancelled=cancelled):
            print_error(
                f"No checksums for {needed.repository}: the files in {source} weren't verified."
            )
