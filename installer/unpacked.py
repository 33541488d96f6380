"""Unpacks packages of engines, so that tests can compare our adapters with their signatures.

Without dependencies a package takes kilobytes instead of gigabytes; see
tests/engines/signatures.py. Runs in the application's interpreter.
"""

from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING

from installer.console import say
from workers.environments.pip_settings import uv_settings
from workers.environments.uv_output import UvFailed
from workers.environments.uv_process import find_uv, run_uv, uv_environment
from workers.errors import EnvironmentFailed

if TYPE_CHECKING:
    from pathlib import Path

#: Holds the requirement; written last, so it marks a complete folder.
_RECORD = ".unpacked"


def unpack(requirement: str, folder: Path) -> None:
    """Unpacks a package into a folder, unless the folder already holds that version.

    Args:
        requirement: Package and version, such as ``f5-tts==1.1.22``.
        folder: Its previous content is deleted.

    Raises:
        EnvironmentFailed: The index lacks the package or is unreachable, or uv is missing.
    """
    record = folder / _RECORD
    if record.is_file() and record.read_text(encoding="utf-8") == requirement:
        return
    say(f"Unpacking {requirement} for the tests")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    settings = uv_settings()
    install = ("pip", "install", "--no-deps", "--target", str(folder), requirement)
    try:
        run_uv(
            (str(find_uv()), *install, *settings.arguments),
            cwd=folder.parent,
            environment=uv_environment(os.environ, settings.variables),
            on_line=lambda _: None,
            cancelled=threading.Event(),
        )
    except UvFailed as error:
        raise EnvironmentFailed(
            f"couldn't unpack {requirement}: {error.cause}. What to do: {error.advice}."
        ) from error
    record.write_text(requirement, encoding="utf-8")
