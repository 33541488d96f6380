"""Where a module's file is, told without importing any of it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def module_paths(module: str) -> tuple[Path, ...]:
    """Where a module is, or would be, as far as its top package tells; nothing is run.

    The top package alone is asked for: to ask for a module inside it would import it.

    Args:
        module: Its whole name, such as ``package.inner.module``.

    Returns:
        Without a suffix inside a package, the file where the top is one itself; one for each of
        a package's folders; empty where there is no such top module.
    """
    top, *inner = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):  # ValueError: loaded by hand, without a spec
        return ()
    if spec is None:
        return ()
    folders = spec.submodule_search_locations or ()
    if folders:
        return tuple(Path(folder).joinpath(*inner) for folder in folders)
    return (Path(spec.origin),) if spec.origin else ()
