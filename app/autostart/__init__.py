"""Starting with the user's session: one Protocol, and one file per platform. No Qt.

The state isn't kept in the settings: the system's own configuration is the truth, which other
programs may change. Every method reads or writes the disk (on Windows, the registry).
"""

from __future__ import annotations

import sys

from app.autostart.contract import Autostart, AutostartState
from app.autostart.start_command import StartCommand

__all__ = ["Autostart", "AutostartState", "StartCommand", "of_this_user"]


def of_this_user(command: StartCommand, platform: str = sys.platform) -> Autostart:
    """Returns how programs start with this user's session on a platform.

    Args:
        command: The command to start.
        platform: As ``sys.platform``.
    """
    if platform == "win32":
        from app.autostart.windows import RunKey

        return RunKey(command)
    if platform == "darwin":
        from app.autostart.macos import LaunchAgent

        return LaunchAgent(command)
    from app.autostart.freedesktop import DesktopEntry

    return DesktopEntry(command)
