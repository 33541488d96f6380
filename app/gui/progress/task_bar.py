"""Progress on the program's button in the task bar or dock."""

from __future__ import annotations

import os
import sys
from typing import Protocol


class TaskBar(Protocol):
    """A task bar; each platform's is in a file of its own. Calls block."""

    def show(self, fraction: float | None) -> None:
        """Shows progress.

        Args:
            fraction: 0 to 1; None where unknown.

        Raises:
            OSError: The desktop doesn't support it.
        """
        ...

    def hide(self) -> None:
        """Shows no progress any more; raises as :meth:`show`."""
        ...


def of_this_desktop(window: int) -> TaskBar | None:
    """Returns the task bar of this desktop; None where none shows progress.

    macOS' dock would need PyObjC: 20 MB.

    Args:
        window: The main window's native handle.
    """
    if sys.platform == "win32":
        from app.gui.progress.windows import WindowsTaskBar

        return WindowsTaskBar(window)
    if sys.platform != "darwin" and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        from app.gui.progress.launcher_entry import LauncherEntry

        return LauncherEntry()
    return None
