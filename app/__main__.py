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
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)  # The files take more: see app/logs.
    form = "%(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form, handlers=[terminal])
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        return compose.desktop()  # The usual start, which needs no parser.
    from app import cli

    parsed = cli.parser().parse_args(given)
    if parsed.command is None:
        return compose.desktop(is_hidden=parsed.hidden)
    log = compose.program_log()
    if parsed.starts_engines:  # The others are over sooner than a log is opened.
        log.start()
    try:
        return cli.run(parsed, compose.engine_room)
    finally:
        log.close()


if __name__ == "__main__":
    sys.exit(main())
