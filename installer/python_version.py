"""Is this interpreter new enough, and if not, which one would be?

Written in the syntax of Python 3.7: an interpreter that is too old must still read it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST = (3, 11)
_NEWEST_LOOKED_FOR = 16


def reason_to_refuse(
    version: tuple[int, int],
    executable: str,
    find: Callable[[str], object] = shutil.which,
) -> str | None:
    """Tell why the installer cannot run under this interpreter.

    Args:
        version: The interpreter's ``(major, minor)``.
        executable: Its path, for the message.
        find: ``shutil.which``, or a stand-in for it.

    Returns:
        What is wrong and what to do next, as one text; None when all is well.
    """
    if version >= OLDEST:
        return None
    newer = [f"python3.{minor}" for minor in range(_NEWEST_LOOKED_FOR, OLDEST[1] - 1, -1)]
    found = [name for name in newer if find(name)]
    if found:
        remedy = f"A newer Python is installed; try: {found[0]} -m installer run"
    else:
        remedy = "Install Python 3.11 or newer, then run this command with it."
    needed = ".".join(map(str, OLDEST))
    own = ".".join(map(str, version))
    return f"Engine Room needs Python {needed} or newer, but {executable} is {own}.\n{remedy}"
