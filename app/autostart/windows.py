"""Windows: a value of the user's Run key, which the shell runs after a log-on.

https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys. The Task
Manager's list of start-up apps doesn't change that value; a key of its own has an odd first byte
if the program is switched off.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from app.autostart.contract import AutostartState

if sys.platform != "win32":
    msg = "app.autostart.windows is for Windows"
    raise ImportError(msg)

import winreg

if TYPE_CHECKING:
    from app.autostart.start_command import StartCommand

_NAME = "Engine Room"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class RunKey:
    """The value ``Engine Room`` below ``HKEY_CURRENT_USER``."""

    def __init__(self, command: StartCommand) -> None:
        """Args: command: The command to start."""
        self._line = command_line(command)

    def state(self) -> AutostartState:
        """See :class:`~app.autostart.contract.Autostart`."""
        line = _value(_RUN)
        if not line or _is_switched_off(_value(_APPROVED)):
            return AutostartState.OFF
        return AutostartState.ON if line == self._line else AutostartState.ANOTHER_COPY

    def turn_on(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self._line)
        _delete(_APPROVED)

    def turn_off(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        _delete(_RUN)
        _delete(_APPROVED)


def command_line(command: StartCommand) -> str:
    """Returns the command as one line. A Run value has no working folder, so Python sets it."""
    python, *options = command.arguments
    if command.folder is None:
        return subprocess.list2cmdline(command.arguments)
    module, *rest = options[1:]
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(command.folder)!r}); "
        f"runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    )
    return subprocess.list2cmdline([python, "-c", code, *rest])


def _value(path: str) -> object:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return winreg.QueryValueEx(key, _NAME)[0]
    except FileNotFoundError:
        return None


def _delete(path: str) -> None:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, access=winreg.KEY_SET_VALUE) as key:
            winreg.DeleteValue(key, _NAME)
    except FileNotFoundError:
        return


def _is_switched_off(approval: object) -> bool:
    return isinstance(approval, bytes) and bool(approval) and approval[0] % 2 == 1
