"""Starting with the user's session: one contract, and a file for each platform. No Qt.

Nothing is remembered here or in the settings: what the system itself would do is the truth, also
when it was changed elsewhere. Every method reads or writes the disk (on Windows the registry).
"""

from __future__ import annotations

import sys

from app.autostart.contract import Autostart, AutostartState
from app.autostart.start_command import StartCommand

__all__ = ["Autostart", "AutostartState", "StartCommand", "of_this_user"]


def of_this_user(command: StartCommand, platform: str = sys.platform) -> Autostart:
    """The way in which this user's programs start on this platform.

    Args:
        command: What shall be started.
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
