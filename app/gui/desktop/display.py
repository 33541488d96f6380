"""Looks for a display: without one Qt aborts the program."""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Qt platforms that need no display server.
_SELF_SUFFICIENT = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def is_there(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Returns True if a Qt program can start here.

    Args:
        environment: The process's environment variables.
        platform: As ``sys.platform``.
    """
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in ("win32", "darwin") or chosen in _SELF_SUFFICIENT:
        return True
    return _wayland_answers(environment) or _x11_answers(environment.get("DISPLAY", ""))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return False
    return _accepts(str(Path(environment.get("XDG_RUNTIME_DIR", "/")) / name))


def _x11_answers(display: str) -> bool:
    match = re.fullmatch(r"([^:]*):(\d+)(?:\.\d+)?", display)
    if match is None:
        return False
    host, number = match.groups()
    if host not in ("", "unix"):
        return True  # On another machine: only connecting could decide it, and Qt does that.
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X has it
    return _accepts(path) or _accepts("\0" + path)


def _accepts(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
