"""What an installation looks at that is no part of it: the machine, the network, the keyring."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workers.installation.sources import GITHUB

if TYPE_CHECKING:
    from workers.devices.probe import DeviceReading


def free_bytes(folder: Path) -> int:
    """What the disk has left on which a folder is, or would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def known_token() -> str | None:
    """The access token for gated weights, where one is known. May ask the system's keyring."""
    from workers.weights.tokens import read_token  # noqa: PLC0415 - keyring costs 100 ms

    return read_token()


def allow_all(engine: str) -> None:
    """Let all code run."""


@dataclass(frozen=True, slots=True)
class InstallContext:
    """The world around; tests have others.

    Attributes:
        archives: Where code that is in no package comes from.
        devices: Reads the GPUs; None where nobody can, and no engine is refused for want of one.
        token: Reads the access token.
        permit: Raises a ``WorkerError`` where an engine's code must not run; takes its id.
        free_bytes: Tells what the disk has left where a folder is.
    """

    archives: str = GITHUB
    devices: Callable[[], Sequence[DeviceReading]] | None = None
    token: Callable[[], str | None] = known_token
    free_bytes: Callable[[Path], int] = free_bytes
    permit: Callable[[str], None] = allow_all
