"""Reads how large packages are from the lock file that uv makes.

Its format is that of https://packaging.python.org/en/latest/specifications/pylock-toml/.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

#: On Windows a path begins with a drive, and an address has a stroke before it.
_DRIVE = re.compile(r"^/([A-Za-z]:)")


def download_sizes(file: Path) -> dict[str, int]:
    """Name of each package of a lock file -> its download in bytes, 0 where nobody tells.

    An index may leave sizes out; of a file on this machine it is the file's own.

    Raises:
        OSError: It cannot be read.
        tomllib.TOMLDecodeError: It is no such file.
    """
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {package["name"]: _size(package) for package in content.get("packages", ())}


def _size(package: dict[str, Any]) -> int:
    """A package's wheel, or what it is built from."""
    offers = [
        *package.get("wheels", ()),
        *(package[it] for it in ("sdist", "archive") if it in package),
    ]
    return next((size for offer in offers if (size := _offered(offer))), 0)


def _offered(offer: dict[str, Any]) -> int:
    if "size" in offer:
        return int(offer["size"])
    path = str(offer.get("path", ""))
    address = urlsplit(str(offer.get("url", "")))
    if address.scheme == "file":
        path = _DRIVE.sub(r"\1", unquote(address.path))
    try:
        return Path(path).stat().st_size if path else 0
    except OSError:
        return 0
