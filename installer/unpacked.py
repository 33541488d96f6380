"""Packages of engines whose environments the tests do not make: unpacked, to be read.

Without what they depend on, so gigabytes become kilobytes; tests/engines/signatures.py tells
from them whether our adapters still fit. Run by the application's own interpreter.
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

#: Written last, with what was asked for.
_RECORD = ".unpacked"


def unpack(requirement: str, folder: Path) -> None:
    """Unpack a package, unless it is there already.

    Args:
        requirement: The package and its version, as the catalog has it.
        folder: Where to; whatever else is there goes.

    Raises:
        EnvironmentFailed: The index has no such package, or cannot be reached; there is no uv.
    """
    record = folder / _RECORD
    if record.is_file() and record.read_text(encoding="utf-8") == requirement:
        return
    say(f"Unpacking {requirement} for the tests")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    settings = uv_settings()
    what = ("pip", "install", "--no-deps", "--target", str(folder), requirement)
    try:
        run_uv(
            (str(find_uv()), *what, *settings.arguments),
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
