"""Other Python interpreters on this computer."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Versions that the child side supports.
VERSIONS = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]


@functools.cache
def interpreter(version: str) -> str | None:
    """Returns a working interpreter of a version other than ours; None without."""
    candidates = _candidates(version)
    return next((found for found in candidates if found and _runs_as(found, version)), None)


def _candidates(version: str) -> Iterator[str | None]:
    yield shutil.which(f"python{version}")
    yield from map(str, _kept_by_pyenv(version))
    yield _found_by_uv(version)  # Slow, so it comes last.


def _kept_by_pyenv(version: str) -> list[Path]:
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return sorted((root / "versions").glob(f"{version}.*/bin/python"))


def _found_by_uv(version: str) -> str | None:
    uv = Path(sys.executable).with_name("uv")
    if not uv.is_file():
        return None
    command = [str(uv), "python", "find", "--offline", "--no-project", "--system", version]
    found = subprocess.run(command, capture_output=True, check=False, text=True)
    return found.stdout.strip() or None


def _runs_as(candidate: str, version: str) -> bool:
    code = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix)"
    try:
        answer = subprocess.run(
            [candidate, "-I", "-c", code], capture_output=True, check=False, text=True
        )
    except OSError:
        return False
    reported, _, prefix = answer.stdout.strip().partition(" ")
    return reported == version and prefix not in (sys.prefix, "")
