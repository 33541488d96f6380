"""Checks whether an interpreter is new enough, and finds a newer one.

Written in the syntax of Python 3.7, because interpreters that are too old must parse it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST = (3, 11)
_NEWEST_MINOR = 16


def reason_to_refuse(
    version: tuple[int, int],
    executable: str,
    find: Callable[[str], object] = shutil.which,
) -> str | None:
    """Returns why the installer can't run under an interpreter.

    Args:
        version: The interpreter's ``(major, minor)``.
        executable: Path for the message.
        find: Looks for a program on the PATH.

    Returns:
        The reason and what to do next, or None for a version that works.
    """
    if version >= OLDEST:
        return None
    newer = [f"python3.{minor}" for minor in range(_NEWEST_MINOR, OLDEST[1] - 1, -1)]
    found = [name for name in newer if find(name)]
    if found:
        remedy = f"A newer Python is installed; try: {found[0]} -m installer run"
    else:
        remedy = "Install Python 3.11 or newer, then run this command with it."
    needed = ".".join(map(str, OLDEST))
    own = ".".join(map(str, version))
    return f"Engine Room needs Python {needed} or newer, but {executable} is {own}.\n{remedy}"
