"""Linux and BSD: a desktop entry in the user's autostart folder.

https://specifications.freedesktop.org/autostart-spec and
https://specifications.freedesktop.org/desktop-entry-spec (for Exec and its quoting).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.autostart.contract import AutostartState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.autostart.start_command import StartCommand

_NAME = "engineroom.desktop"
#: Characters with a meaning inside a quoted argument of Exec.
_SPECIAL = '\\"`$'


def _folder() -> Path:
    configured = os.environ.get("XDG_CONFIG_HOME")
    return (Path(configured) if configured else Path.home() / ".config") / "autostart"


class DesktopEntry:
    """The file ``engineroom.desktop`` in the autostart folder."""

    def __init__(self, command: StartCommand, folder: Path | None = None) -> None:
        """Args: command: The command to start. folder: The user's autostart folder when None."""
        self._command = command
        self._path = (folder or _folder()) / _NAME

    def state(self) -> AutostartState:
        """See :class:`~app.autostart.contract.Autostart`."""
        try:
            keys = _keys(self._path.read_text(encoding="utf-8", errors="replace").splitlines())
        except FileNotFoundError:
            return AutostartState.OFF
        # The settings of GNOME and Xfce write the second one.
        is_off = keys.get("Hidden") == "true"
        is_off |= keys.get("X-GNOME-Autostart-enabled") == "false"
        if is_off or "Exec" not in keys:
            return AutostartState.OFF
        is_ours = keys["Exec"] == self._exec() and keys.get("Path", "") == self._working_folder()
        return AutostartState.ON if is_ours else AutostartState.ANOTHER_COPY

    def turn_on(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            "Name=Engine Room",
            "Comment=Run speech engines, each in its own process",
            f"Exec={self._exec()}",
            "Icon=engineroom",
            "Terminal=false",
        ]
        if self._command.folder is not None:
            lines.append(f"Path={self._working_folder()}")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def turn_off(self) -> None:
        """See :class:`~app.autostart.contract.Autostart`."""
        self._path.unlink(missing_ok=True)

    def _exec(self) -> str:
        return " ".join(map(_argument, self._command.arguments))

    def _working_folder(self) -> str:
        return _string(str(self._command.folder or ""))


def _keys(lines: Iterable[str]) -> dict[str, str]:
    """Returns the untranslated keys of the first group, with raw values."""
    keys: dict[str, str] = {}
    groups = 0
    for line in lines:
        groups += line.startswith("[")
        key, is_key, value = line.partition("=")
        if groups == 1 and is_key:
            keys[key.strip()] = value.strip()
    return keys


def _argument(text: str) -> str:
    """Returns an argument for Exec: quoted, with doubled percent signs, escaped."""
    quoted = "".join(f"\\{char}" if char in _SPECIAL else char for char in text)
    return _string('"' + quoted.replace("%", "%%") + '"')


def _string(text: str) -> str:
    """Returns a value of the type string, escaped."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
