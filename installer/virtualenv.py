"""Creates the application's virtual environment and keeps it up to date.

A record in the environment names the pins that are installed, and is written after each
installation. An interrupted setup is therefore finished by the next run, and a run with nothing to
do reads two small files.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from installer.console import run, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PRINT_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class SetupError(Exception):
    """Setup failed; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is installed in an environment.

    Attributes:
        python: Version of the interpreter, such as ``3.11``.
        pins: Hash of each installed requirements file, by file name.
    """

    python: str
    pins: dict[str, str]


@dataclass(frozen=True, slots=True)
class VirtualEnvironment:
    """A virtual environment in one folder.

    Attributes:
        folder: May not exist yet.
    """

    folder: Path

    @property
    def python(self) -> Path:
        """Path of the interpreter, which may not exist yet."""
        if os.name == "nt":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    def ensure(self, requirements: Iterable[Path]) -> None:
        """Creates the environment if necessary, and installs outdated requirements files.

        Args:
            requirements: Fully pinned requirements files.

        Raises:
            SetupError: Creating the environment or installing a package failed.
        """
        record = self._usable_record() or self._create()
        for file in outdated(record, requirements):
            self._install(file)
            record.pins[file.name] = fingerprint(file)
            self._write(record)

    def _usable_record(self) -> Record | None:
        record = read_record(self._record_file)
        if record is None or self._version() != record.python:
            return None
        return record

    def _version(self) -> str | None:
        """Returns the version of the interpreter, or None if it doesn't run."""
        command = [str(self.python), "-I", "-c", _PRINT_VERSION]
        try:
            answer = subprocess.run(command, capture_output=True, check=True, text=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return answer.stdout.strip()

    def _create(self) -> Record:
        say(f"Creating a virtual environment in {self.folder}")
        # venv repairs an unfinished environment of the same Python version. Packages of another
        # version would stay in their own folder, out of sight, so such an environment is removed.
        own = f"{sys.version_info.major}.{sys.version_info.minor}"
        clear = ["--clear"] if self.folder.exists() and self._version() != own else []
        if not run([sys.executable, "-m", "venv", *clear, str(self.folder)]):
            message = (
                f"Couldn't create a virtual environment with {sys.executable}; see the message "
                f"above. On Debian, run as root: apt-get install python{own}-venv"
            )
            raise SetupError(message)
        return Record(python=own, pins={})

    def _install(self, file: Path) -> None:
        say(f"Installing packages from {file.name}. The first time takes a minute or two")
        quiet = [] if sys.stdout.isatty() else ["--quiet"]
        # The pins are complete: --no-deps keeps undeclared packages out, and --only-binary keeps
        # out the undeclared tools of a build.
        options = [*quiet, "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
        if not run([str(self.python), "-m", "pip", "install", *options, "-r", str(file)]):
            message = (
                f"Couldn't install the packages of {file}; see pip's message above. Check your "
                "connection and the free disk space, then run the same command again."
            )
            raise SetupError(message)

    @property
    def _record_file(self) -> Path:
        return self.folder / "engineroom.json"

    def _write(self, record: Record) -> None:
        unfinished = self._record_file.with_suffix(".new")
        content = json.dumps({"python": record.python, "pins": record.pins})
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(self._record_file)


def read_record(file: Path) -> Record | None:
    """Returns an environment's record, or None if there is no valid one."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Record(python=content["python"], pins=dict(content["pins"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fingerprint(file: Path) -> str:
    """Returns a hash of a requirements file that ignores line endings."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def outdated(record: Record, requirements: Iterable[Path]) -> tuple[Path, ...]:
    """Returns the requirements files whose current content isn't installed, in order."""
    return tuple(file for file in requirements if record.pins.get(file.name) != fingerprint(file))
