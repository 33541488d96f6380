"""Finds missing system packages and installs them on Debian and its derivatives.

A requirement is checked the way it is used: a library by loading it, a program on the PATH, a
file by its name. Libraries from other sources and renamed packages therefore count, and Linux
systems without apt get an exact report.

A missing package is never fatal: without PortAudio there is no audio, without the X libraries no
window.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from installer.console import run, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement of the system.

    Attributes:
        package: The Debian package that provides the file.
        kind: How to check for the requirement.
        name: A library's soname, the name of a program or a Python module, or a file's glob
            pattern.
    """

    package: str
    kind: Literal["library", "program", "module", "file"]
    name: str


_library = functools.partial(Need, kind="library")
_program = functools.partial(Need, kind="program")
_file = functools.partial(Need, kind="file")

#: Debian packages the part of Python that makes virtual environments separately.
VENV_NEEDS = (
    Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "module", "ensurepip"),
)

APP_NEEDS = (
    *VENV_NEEDS,
    # Qt, with and without a display.
    _library("libglib2.0-0", name="libglib-2.0.so.0"),
    _library("libgl1", name="libGL.so.1"),
    _library("libegl1", name="libEGL.so.1"),
    _library("libxkbcommon0", name="libxkbcommon.so.0"),
    _library("libfontconfig1", name="libfontconfig.so.1"),
    _library("libdbus-1-3", name="libdbus-1.so.3"),
    # Qt on X11. Its error names xcb-cursor0 whichever of these is missing.
    _library("libxcb-cursor0", name="libxcb-cursor.so.0"),
    _library("libxcb-icccm4", name="libxcb-icccm.so.4"),
    _library("libxcb-keysyms1", name="libxcb-keysyms.so.1"),
    _library("libxcb-shape0", name="libxcb-shape.so.0"),
    _library("libxcb-xkb1", name="libxcb-xkb.so.1"),
    _library("libxkbcommon-x11-0", name="libxkbcommon-x11.so.0"),
    # Audio: the wheels of sounddevice include PortAudio except on Linux.
    _library("libportaudio2", name="libportaudio.so.2"),
)

TEST_NEEDS = (
    _file("fonts-dejavu-core", name="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    # Clicks and screenshots of a tray without a desktop.
    _program("xvfb", name="Xvfb"),
    _program("xdotool", name="xdotool"),
    _program("imagemagick", name="import"),
    _program("trayer", name="trayer"),
    # Audio without a sound card.
    _program("pulseaudio", name="pulseaudio"),
    _program("pulseaudio-utils", name="parec"),
    _file("libasound2-plugins", name="/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"),
    # The tests compile a stand-in for the GPU driver's library.
    _program("gcc", name="gcc"),
    _file("libc6-dev", name="/usr/include/stdio.h"),
)


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def is_met(need: Need) -> bool:
    """Returns whether this machine meets a requirement."""
    if need.kind == "library":
        return _loads(need.name)
    if need.kind == "program":
        return shutil.which(need.name) is not None
    if need.kind == "module":
        return importlib.util.find_spec(need.name) is not None
    return any(Path("/").glob(need.name.lstrip("/")))


def missing(needs: Iterable[Need], met: Callable[[Need], bool] = is_met) -> tuple[Need, ...]:
    """Returns the requirements that aren't met, in order."""
    return tuple(need for need in needs if not met(need))


def apt_commands(
    packages: Sequence[str], *, is_root: bool, has_sudo: bool, has_terminal: bool
) -> tuple[tuple[str, ...], ...]:
    """Returns the commands that install packages, in order.

    Args:
        packages: Debian package names.
        is_root: Whether this process may install packages.
        has_sudo: Whether ``sudo`` is on the PATH.
        has_terminal: Whether sudo can ask for a password.

    Returns:
        The commands; none if there are no packages or no permissions.
    """
    if not packages or not (is_root or has_sudo):
        return ()
    sudo = () if is_root else ("sudo",) if has_terminal else ("sudo", "--non-interactive")
    apt = (
        *sudo,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet=2",
        "--option=Dpkg::Use-Pty=0",
    )
    return (
        (*apt, "update"),
        (*apt, "install", "--yes", "--no-install-recommends", *packages),
    )


def ensure(needs: Sequence[Need]) -> None:
    """Installs missing packages with apt, and prints those that stay missing.

    Only on Linux: on other systems the wheels include everything.

    Args:
        needs: Requirements to check.
    """
    if sys.platform != "linux":
        return
    missing_needs = missing(needs)
    if not missing_needs:
        return
    say(f"Missing system packages: {', '.join(need.name for need in missing_needs)}")
    packages = [need.package for need in missing_needs]
    if shutil.which("apt-get") is None:
        say(f"Install them with your package manager. On Debian: {' '.join(packages)}")
        return
    commands = apt_commands(
        packages,
        is_root=os.geteuid() == 0,
        has_sudo=shutil.which("sudo") is not None,
        has_terminal=sys.stdin.isatty(),
    )
    for command in commands:
        # Go on after a failed update: the package lists may be recent enough.
        run(command)
    importlib.invalidate_caches()
    left = missing(missing_needs)
    if left:
        say(f"Still missing: {', '.join(need.name for need in left)}. Run as root:")
        say(f"  apt-get install {' '.join(need.package for need in left)}")
