"""``engineroom`` and ``python -m app``: the tray application, or a command."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from app import compose


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for.

    Args:
        arguments: Without the program's name; the process's own when None.

    Returns:
        The process's exit code.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return compose.desktop()  # The usual start, which needs no parser.
    from app import cli

    parsed = cli.parser().parse_args(given)
    if parsed.command is None:
        return compose.desktop(is_hidden=parsed.hidden)
    return cli.run(parsed, compose.engine_room)


if __name__ == "__main__":
    sys.exit(main())
