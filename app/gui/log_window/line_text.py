"""A line of a log as it is shown: local time, level, who, text. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.logs.lines import level_name

if TYPE_CHECKING:
    from app.logs.lines import LogLine

#: Where the time ends and the level begins and ends, in characters.
TIME_END, LEVEL_START, LEVEL_END = 23, 25, 33


def shown(line: LogLine, *, with_logger: bool) -> str:
    """One line for reading; one that somebody else wrote is left as it is.

    Args:
        line: From the file.
        with_logger: Tell who said it: in an engine's log it is always the same.
    """
    if not line.time:
        return line.text
    local = datetime.fromisoformat(line.time).astimezone().isoformat(" ")[:TIME_END]
    told = f"{line.logger}: {line.text}" if with_logger else line.text
    return f"{local}  {level_name(line.level):<{LEVEL_END - LEVEL_START}}  {told}"
