"""Chooses uv's cache so that it is on the same disk as the environments.

uv hard-links files from its cache into environments: PyTorch takes up disk space once, however
many environments have it. Hard links don't work across disks, where uv would copy; if uv's usual
cache is on another disk, the environments get a cache of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: Below the environments' root. Environment names can't start with a dot.
_OWN_CACHE = ".uv-cache"


def cache_variables(environ: Mapping[str, str], usual: Path, root: Path) -> dict[str, str]:
    """Returns environment variables for uv that set its cache.

    Args:
        environ: uv's environment variables so far; a cache or link mode set there stays.
        usual: The cache that uv would use with these.
        root: The environments' folder.
    """
    variables: dict[str, str] = {}
    if environ.get("UV_LINK_MODE") == "symlink":
        # Cleaning the cache would empty the environments.
        variables["UV_LINK_MODE"] = "hardlink"
    if not environ.get("UV_CACHE_DIR") and _device_of(usual) != _device_of(root):
        variables["UV_CACHE_DIR"] = str(root / _OWN_CACHE)
    return variables


def _device_of(folder: Path) -> int:
    """Returns the device ID of the disk that a folder is on, or would be created on."""
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return existing.stat().st_dev
