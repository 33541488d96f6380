"""``engineroom engines install``: the plan first, then what has to be settled, then the deed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import is_known
from app.cli.engines.agreements import settle, settle_code
from app.cli.exit_codes import DONE, FAILED, INTERRUPTED, SETTLE_FIRST, TOLD
from app.cli.interrupts import cancelled_by_interrupt
from app.cli.terminal import ProgressLine, ask, can_ask, tell
from workers.errors import WorkerError

if TYPE_CHECKING:
    import threading

    from app.cli.command import Commands
    from app.room import EngineRoom
    from workers.base.events import Progress
    from workers.catalog.entry import CatalogEntry
    from workers.installation.plan import InstallPlan


def add(actions: Commands) -> None:
    """Add the action."""
    install = actions.add_parser(
        "install",
        help="install an engine's packages and weights",
        description=(
            "Shows the requirements, asks for confirmation, and installs. Resumes "
            "an interrupted installation."
        ),
        epilog=TOLD,
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
        _take_token(sys.stdin.readline())
    # To look what packages need may run some of them: whose code it is comes first.
    if not settle_code(room, entry, is_allowed=arguments.allow_code):
        return SETTLE_FIRST
    return _install_allowed(room, entry, arguments)


def _install_allowed(room: EngineRoom, entry: CatalogEntry, arguments: argparse.Namespace) -> int:
    plan = _planned(room, entry)
    if plan is None:
        return INTERRUPTED
    _show_plan(entry, plan, as_json=arguments.json)
    if arguments.dry_run:
        return SETTLE_FIRST if plan.obstacles else DONE
    if room.is_installed(entry.id) and plan.is_empty and not arguments.again:
        tell(f"{entry.name} installed.")
        return DONE
    if not _is_agreed(room, plan, arguments):
        return SETTLE_FIRST
    line, folder = ProgressLine(), arguments.weights_folder
    result = install(room, entry, line, folder=folder, again=arguments.again)
    if result == DONE:
        tell(f"{entry.name} installed.")
    return result


def install(
    room: EngineRoom,
    entry: CatalogEntry,
    line: ProgressLine,
    *,
    folder: Path | None = None,
    again: bool = False,
) -> int:
    """Install an engine, with progress, until it is done or Ctrl-C.

    Args:
        room: Where it is.
        entry: The engine's.
        line: Shows the progress.
        folder: Where its weights are taken from; None to download them.
        again: Replace what is there as well.

    Returns:
        The exit code; what failed was told.
    """

    def work(progress: Callable[[Progress], None], cancelled: threading.Event) -> None:
        if folder is not None:
            _import_weights(room, entry, folder, progress, cancelled)
        room.installation.install(entry, progress=progress, cancelled=cancelled, again=again)

    return carried_out(work, line)


def carried_out(
    work: Callable[[Callable[[Progress], None], threading.Event], object], line: ProgressLine
) -> int:
    """Do something long with progress, which Ctrl-C ends in order; returns the exit code."""
    with cancelled_by_interrupt() as cancelled:
        try:
            work(line, cancelled)
        except WorkerError as error:
            line.end()
            tell(str(error))
            return INTERRUPTED if cancelled.is_set() else FAILED
    line.end()
    return DONE


def _planned(room: EngineRoom, entry: CatalogEntry) -> InstallPlan | None:
    """The plan; None when Ctrl-C came first."""
    tell(f"Checking requirements of {entry.name}…")
    with cancelled_by_interrupt() as cancelled:
        try:
            return room.installation.plan(entry, cancelled=cancelled)
        except WorkerError as error:
            if not cancelled.is_set():
                raise
            tell(str(error))
    return None


def _show_plan(entry: CatalogEntry, plan: InstallPlan, *, as_json: bool) -> None:
    from app.cli.engines.plan_text import document, lines

    if as_json:
        print(document(plan), flush=True)
        return
    for line in lines(entry, plan):
        print(line, flush=True)


def _is_agreed(room: EngineRoom, plan: InstallPlan, arguments: argparse.Namespace) -> bool:
    """Whether all that has to be settled is, and whoever asked for it wants it still."""
    unsettled = settle(
        room,
        plan,
        accept_license=arguments.accept_license,
        has_folder=arguments.weights_folder is not None,
    )
    for obstacle in unsettled:
        tell(obstacle)
    if unsettled:
        return False
    if arguments.yes:
        return True
    if not can_ask():
        tell("Can't ask for confirmation: not a terminal. Pass --yes to install.")
        return False
    return ask(f"Install {room.engines[plan.engine].name}?", default=True)


def _take_token(line: str) -> None:
    """Keep an access token that was piped in; nobody is told what it is."""
    from workers.errors import TokenUnkept
    from workers.weights.tokens import store_token

    try:
        store_token(line)
    except TokenUnkept as error:
        tell(str(error))
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
    for one in entry.weights:
        if weights.is_complete(one):
            continue
        owner, _, name = one.repository.partition("/")
        candidates = (folder / f"{owner}--{name}", folder / owner / name, folder / name)
        source = next((it for it in candidates if it.is_dir()), folder)
        if not weights.import_folder(one, source, progress=progress, cancelled=cancelled):
            tell(f"No checksums for {one.repository}: the files in {source} weren't verified.")
