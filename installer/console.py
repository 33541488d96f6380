"""How the installer speaks, and how it runs a command in sight of the user."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def say(message: str) -> None:
    """Print one line about what is being done, at once."""
    print(f"[installer] {message}", flush=True)


def run(
    command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> bool:
    """Show a command, run it, and tell whether it succeeded.

    Args:
        command: Program and arguments; no shell is involved.
        cwd: Folder to run it in; the current one when None.
        env: Its whole environment; the installer's own when None.

    Returns:
        True when the command could be started and exited with 0.
    """
    say(f"$ {shlex.join(command)}")
    try:
        return subprocess.run(command, check=False, cwd=cwd, env=env).returncode == 0
    except OSError as error:
        say(f"couldn't run {command[0]}: {error}")
        return False
