"""``engineroom engines``: which there are, and everything about their installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.engines import install as installing
from app.cli.engines import remove as removing
from app.cli.engines import show as showing
from app.cli.engines import verify as checking
from app.cli.exit_codes import TOLD

if TYPE_CHECKING:
    from app.cli.command import Commands


def add(commands: Commands) -> None:
    """Add the command, and those below it."""
    engines = commands.add_parser(
        "engines", help="list, install, verify, and remove engines", epilog=TOLD
    )
    below = engines.add_subparsers(dest="action", metavar="action", required=True)
    for part in (showing, installing, removing, checking):
        part.add(below)
