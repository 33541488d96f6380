"""Progress on the program's button in the task bar or dock, where the desktop has that."""

from __future__ import annotations

import os
import sys
from typing import Protocol


class TaskBar(Protocol):
    """What each platform does in a file of its own. Calls block: not for the main thread."""

    def show(self, fraction: float | None) -> None:
        """Show how far it has come.

        Args:
            fraction: 0 to 1; None where it is not known.

        Raises:
            OSError: The desktop does not take it, now or ever.
        """
        ...

    def hide(self) -> None:
        """Show no progress any more; raises as :meth:`show`."""
        ...


def of_this_desktop(window: int) -> TaskBar | None:
    """Find the task bar to tell; None where there is none that can be told.

    macOS' dock would need PyObjC, which is not worth its 20 MB for this.

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
