"""``engineroom`` and ``python -m app``: the tray application, or a command."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from app import compose


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the command line asks for.

    Args:
        arguments: Without the program's name; those of the process when None.

    Returns:
        The exit code of the process.
    """
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)  # Log files take more: see app/logs.
    form = "%(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form, handlers=[terminal])
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments:
        return compose.desktop()  # The usual start, which needs no parser.
    from app import cli

    parsed = cli.parser(arguments[0]).parse_args(arguments)
    if parsed.command is None:
        return compose.desktop(is_hidden=parsed.hidden)
    log = compose.program_log()
    if parsed.starts_engines:  # The others end before a log could be opened.
        log.start()
    try:
        return cli.run(parsed, compose.engine_room)
    finally:
        log.close()


if __name__ == "__main__":
    sys.exit(main())
