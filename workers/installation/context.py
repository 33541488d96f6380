"""What installations depend on besides the stores: GPUs, disk space, keyring, permission."""

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
    """Returns the free space, in bytes, of the disk that a folder is on, or would be created on."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def known_token() -> str | None:
    """Returns the access token for gated weights, if known. May open the system's keyring."""
    from workers.weights.tokens import read_token  # noqa: PLC0415 - keyring costs 100 ms

    return read_token()


def allow_all(engine: str) -> None:
    """Allows the code of every engine."""


@dataclass(frozen=True, slots=True)
class InstallContext:
    """Functions that tests replace.

    Attributes:
        archives: Address of code archives.
        devices: Reads the GPUs; None if they can't be read, and then no engine needs one.
        token: Returns the access token.
        free_bytes: Returns the free disk space at a folder, in bytes.
        permit: Takes an engine's ID; raises a ``WorkerError`` if its code isn't allowed to run.
    """

    archives: str = GITHUB
    devices: Callable[[], Sequence[DeviceReading]] | None = None
    token: Callable[[], str | None] = known_token
    free_bytes: Callable[[Path], int] = free_bytes
    permit: Callable[[str], None] = allow_all
