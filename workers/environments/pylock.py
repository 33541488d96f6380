"""Reads download sizes from ``pylock.toml``, the lock file that uv writes (PEP 751).

See https://packaging.python.org/en/latest/specifications/pylock-toml/.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

#: A Windows path in a ``file:`` URL is ``/C:/…``.
_DRIVE = re.compile(r"^/([A-Za-z]:)")


def download_sizes(file: Path) -> dict[str, int]:
    """Returns package name -> download size in bytes, 0 if unknown.

    Indexes may leave sizes out. For a local wheel it is the file's size.

    Raises:
        OSError: The file can't be read.
        tomllib.TOMLDecodeError: It isn't TOML.
    """
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {package["name"]: _package_size(package) for package in content.get("packages", ())}


def _package_size(package: dict[str, Any]) -> int:
    """Returns the size of a package's wheel, or of the source it is built from."""
    sources = (package[key] for key in ("sdist", "archive") if key in package)
    files = [*package.get("wheels", ()), *sources]
    return next((size for file in files if (size := _file_size(file))), 0)


def _file_size(file: dict[str, Any]) -> int:
    if "size" in file:
        return int(file["size"])
    path = str(file.get("path", ""))
    url = urlsplit(str(file.get("url", "")))
    if url.scheme == "file":
        path = _DRIVE.sub(r"\1", unquote(url.path))
    try:
        return Path(path).stat().st_size if path else 0
    except OSError:
        return 0
