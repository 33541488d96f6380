"""macOS: a launch agent, which launchd runs when the user logs in (``man launchd.plist``)."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from app.autostart.contract import AutostartState

if TYPE_CHECKING:
    from app.autostart.start_command import StartCommand

_LABEL = "engineroom"


class LaunchAgent:
    """The file ``engineroom.plist`` in the user's LaunchAgents folder."""

    def __init__(self, command: StartCommand, folder: Path | None = None) -> None:
        """Args: command: The command to start. folder: The user's LaunchAgents when None."""
        self._command = command
        self._path = (folder or Path.home() / "Library" / "LaunchAgents") / f"{_LABEL}.plist"

    def state(self) -> AutostartState:
        """See :class:`~app.autostart.contract.Autostart`."""
        try:
            agent = plistlib.loads(self._path.read_bytes())
        except FileNotFoundError:
            return AutostartState.OFF
        except (plistlib.InvalidFileException, ExpatError, ValueError):
            return AutostartState.OFF  # launchd can't read it either.
        if not isinstance(agent, dict) or agent.get("Disabled") or not agent.get("RunAtLoad"):
            return AutostartState.OFF
        ours = self._agent()
        compared = ("ProgramArguments", "WorkingDirectory")
        is_ours = all(agent.get(key) == ours.get(key) for key in compared)
        return AutostartState.ON if is_ours else AutostartState.ANOTHER_COPY

    def turn_on(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(plistlib.dumps(self._agent()))

    def turn_off(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        self._path.unlink(missing_ok=True)

    def _agent(self) -> dict[str, Any]:
        agent: dict[str, Any] = {
            "Label": _LABEL,
            "ProgramArguments": list(self._command.arguments),
            "RunAtLoad": True,
            # Not a background service, which may be throttled.
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        if self._command.folder is not None:
            agent["WorkingDirectory"] = str(self._command.folder)
        return agent
