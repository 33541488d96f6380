"""Finds a module's file without importing the module."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def module_paths(module: str) -> tuple[Path, ...]:
    """Returns where a module is, or would be. Runs no code.

    Only the top-level package is looked up: finding a module inside would import the package.

    Args:
        module: Its full name, such as ``package.inner.module``.

    Returns:
        One path per folder of the package, without a suffix; the file of a top-level module;
        empty if there is no such package.
    """
    top, *inner = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):  # ValueError: loaded without a spec
        return ()
    if spec is None:
        return ()
    folders = spec.submodule_search_locations or ()
    if folders:
        return tuple(Path(folder).joinpath(*inner) for folder in folders)
    return (Path(spec.origin),) if spec.origin else ()
