"""Debian's system packages: which are needed, which are missing, how they come.

A need is looked for the way it will be used: a library by loading it, a program on the
PATH, a file by its name. So a library that came from elsewhere counts, a package that was
renamed between releases does too, and Linux systems without apt get an exact report.

Nothing here is fatal. What stays missing is told, and the program does without: no
PortAudio, no sound; no X libraries, no window.
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
    """One thing that the system must offer.

    Attributes:
        package: Debian's name of the package that brings it.
        kind: How it is looked for.
        name: A library's soname, a program's or a Python module's name, or a file's
            glob pattern.
    """

    package: str
    kind: Literal["library", "program", "module", "file"]
    name: str


_library = functools.partial(Need, kind="library")
_program = functools.partial(Need, kind="program")
_file = functools.partial(Need, kind="file")

#: Debian ships Python without what makes virtual environments.
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
    # Qt on X11. It blames xcb-cursor0 whichever of these is missing.
    _library("libxcb-cursor0", name="libxcb-cursor.so.0"),
    _library("libxcb-icccm4", name="libxcb-icccm.so.4"),
    _library("libxcb-keysyms1", name="libxcb-keysyms.so.1"),
    _library("libxcb-shape0", name="libxcb-shape.so.0"),
    _library("libxcb-xkb1", name="libxcb-xkb.so.1"),
    _library("libxkbcommon-x11-0", name="libxkbcommon-x11.so.0"),
    # Sound: the wheel of sounddevice brings PortAudio everywhere but on Linux.
    _library("libportaudio2", name="libportaudio.so.2"),
)

TEST_NEEDS = (
    _file("fonts-dejavu-core", name="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    # A tray without a desktop, clicked and photographed.
    _program("xvfb", name="Xvfb"),
    _program("xdotool", name="xdotool"),
    _program("imagemagick", name="import"),
    _program("trayer", name="trayer"),
    # Sound without a sound card.
    _program("pulseaudio", name="pulseaudio"),
    _program("pulseaudio-utils", name="parec"),
    _file("libasound2-plugins", name="/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"),
    # The stand-in for the GPU driver's library is compiled by the tests.
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
    """Look for one need on this machine."""
    if need.kind == "library":
        return _loads(need.name)
    if need.kind == "program":
        return shutil.which(need.name) is not None
    if need.kind == "module":
        return importlib.util.find_spec(need.name) is not None
    return any(Path("/").glob(need.name.lstrip("/")))


def missing(needs: Iterable[Need], met: Callable[[Need], bool] = is_met) -> tuple[Need, ...]:
    """Keep the needs that this machine does not meet, in their order."""
    return tuple(need for need in needs if not met(need))


def apt_commands(
    packages: Sequence[str], *, is_root: bool, has_sudo: bool, has_terminal: bool
) -> tuple[tuple[str, ...], ...]:
    """Say which commands install these packages.

    Args:
        packages: Debian package names.
        is_root: Whether the installer may do it itself.
        has_sudo: Whether ``sudo`` is on the PATH.
        has_terminal: Whether somebody is there to answer sudo's question.

    Returns:
        Commands to be run in order; empty when there is nothing to install or no way to.
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
    """Install what is missing where that is possible, and say what stays missing.

    Does nothing but on Linux: elsewhere the wheels bring all they need.

    Args:
        needs: What to look for.
    """
    if sys.platform != "linux":
        return
    lacking = missing(needs)
    if not lacking:
        return
    say(f"Missing system packages: {', '.join(need.name for need in lacking)}")
    packages = [need.package for need in lacking]
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
        # A failed update is no reason to stop: the package lists may be good enough.
        run(command)
    importlib.invalidate_caches()
    left = missing(lacking)
    if left:
        say(f"Still missing: {', '.join(need.name for need in left)}. Run as root:")
        say(f"  apt-get install {' '.join(need.package for need in left)}")
