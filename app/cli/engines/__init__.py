"""``engineroom engines``: lists engines, and installs, verifies, and removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import EXIT_CODES_HELP
from app.cli.engines import install, remove, show, verify

if TYPE_CHECKING:
    from app.cli.command import Commands


def add(commands: Commands) -> None:
    """Adds the command and its actions."""
    engines = commands.add_parser(
        "engines", help="list, install, verify, and remove engines", epilog=EXIT_CODES_HELP
    )
    actions = engines.add_subparsers(dest="action", metavar="action", required=True)
    for action in (show, install, remove, verify):
        action.add(actions)
