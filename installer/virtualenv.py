"""The application's own virtual environment: made once, then only brought up to date.

A record inside the environment tells which pins it holds, and is written after they were
installed. So a set-up that was interrupted is finished by the next one, and a second run
reads two small files and is done.
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

_ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Record:
    """What an environment holds.

    Attributes:
        python: Version it was made with, such as ``3.11``.
        pins: Hash of each requirements file that was installed, by the file's name.
    """

    python: str
    pins: dict[str, str]


@dataclass(frozen=True, slots=True)
class VirtualEnvironment:
    """A virtual environment in one folder.

    Attributes:
        folder: Where it is or will be.
    """

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter, whether it exists yet or not."""
        if os.name == "nt":
            return self.folder / "Scripts" / "python.exe"
        return self.folder / "bin" / "python"

    def ensure(self, requirements: Iterable[Path]) -> None:
        """Make it if need be, and install the pins that it does not hold yet.

        Args:
            requirements: Fully pinned requirements files.

        Raises:
            SetupError: The environment could not be made, or a package not installed.
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
        """Ask the interpreter for its version; None when it does not run any more."""
        command = [str(self.python), "-I", "-c", _ASK_VERSION]
        try:
            answer = subprocess.run(command, capture_output=True, check=True, text=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return answer.stdout.strip()

    def _create(self) -> Record:
        say(f"Creating a virtual environment in {self.folder}")
        # Over an unfinished environment of the same Python this mends it; one of another
        # Python would keep its packages out of sight, so it goes first.
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
        # The pins are complete: without --no-deps something undeclared could come along,
        # and without --only-binary a build would fetch its own undeclared tools.
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
    """Read what an environment holds; None when it is unfinished or was made by others."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Record(python=content["python"], pins=dict(content["pins"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fingerprint(file: Path) -> str:
    """Hash a requirements file; line endings do not count."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def outdated(record: Record, requirements: Iterable[Path]) -> tuple[Path, ...]:
    """Keep the requirements files whose present pins are not installed, in their order."""
    return tuple(file for file in requirements if record.pins.get(file.name) != fingerprint(file))
