"""Formats a log line: local time, level, logger, text. No Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.logs.lines import level_name

if TYPE_CHECKING:
    from app.logs.lines import LogLine

#: Columns of the time's end, and of the level's start and end.
TIME_END, LEVEL_START, LEVEL_END = 23, 25, 33


def shown(line: LogLine, *, with_logger: bool) -> str:
    """Returns a line as it is shown; lines without our format stay as they are.

    Args:
        line: The line of the file.
        with_logger: Whether to name the logger, which is the same for all lines of an engine.
    """
    if not line.time:
        return line.text
    local = datetime.fromisoformat(line.time).astimezone().isoformat(" ")[:TIME_END]
    text = f"{line.logger}: {line.text}" if with_logger else line.text
    return f"{local}  {level_name(line.level):<{LEVEL_END - LEVEL_START}}  {text}"
