"""Where uv keeps what it downloads: on the disk of the environments, so that files are shared.

Files are hard-linked from there into environments, and torch is on the disk once, however many
have it. That cannot be across disks, where uv would copy instead: where its usual cache is on
another disk than the environments, they get one of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: Below the environments' root; no environment can be called so.
_OWN = ".uv-cache"


def cache_variables(environ: Mapping[str, str], usual: Path, root: Path) -> dict[str, str]:
    """What uv has to be told about its cache.

    Args:
        environ: Its environment variables so far: whoever chose a cache or a way of linking has
            decided.
        usual: Its cache without these.
        root: The environments' folder.
    """
    variables: dict[str, str] = {}
    if environ.get("UV_LINK_MODE") == "symlink":
        # Environments would be empty once somebody cleans the cache.
        variables["UV_LINK_MODE"] = "hardlink"
    if not environ.get("UV_CACHE_DIR") and _disk_of(usual) != _disk_of(root):
        variables["UV_CACHE_DIR"] = str(root / _OWN)
    return variables


def _disk_of(folder: Path) -> int:
    """The disk that a folder is on, or would be."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return there.stat().st_dev
