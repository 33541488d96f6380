"""Prints messages, and runs commands in the user's sight."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def say(message: str) -> None:
    """Prints one line at once."""
    print(f"[installer] {message}", flush=True)


def run(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> bool:
    """Prints a command and runs it.

    Args:
        command: Program and arguments, run without a shell.
        cwd: Working directory; the current one if None.
        env: Complete environment; the installer's if None.

    Returns:
        True if the command started and exited with 0.
    """
    say(f"$ {shlex.join(command)}")
    try:
        return subprocess.run(command, check=False, cwd=cwd, env=env).returncode == 0
    except OSError as error:
        say(f"couldn't run {command[0]}: {error}")
        return False
