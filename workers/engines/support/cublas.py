"""Loads NVIDIA's cuBLAS, which CTranslate2 looks up by name when it first multiplies on a GPU.

It finds the system's library, or one that is loaded. The package ``nvidia-cublas-cu12`` puts
the library in a folder that no loader searches, so it has to be loaded from there before.
"""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

#: In the order in which one needs the other.
_NAMES = (
    ("cublasLt64_12.dll", "cublas64_12.dll")
    if sys.platform == "win32"
    else ("libcublasLt.so.12", "libcublas.so.12")
)


def load() -> bool:
    """Loads the library for good; False where neither a package nor the system has it."""
    return all(any(map(_is_loadable, [*_in_package(name), name])) for name in _NAMES)


def _in_package(name: str) -> Iterator[str]:
    package = importlib.util.find_spec("nvidia")
    for folder in package.submodule_search_locations or () if package else ():
        yield from map(str, sorted(Path(folder).glob(f"cublas/*/{name}")))


def _is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
