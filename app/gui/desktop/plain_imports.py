"""Restores Python's own import function, which PySide6 replaces.

PySide6's reads the source of every module imported after it, for a switch (``from __feature__
import …``) that we don't use. That takes a quarter of the time until the icon is shown, and
5 MiB. PySide6 keeps the original in ``__orig_import__``; without that, nothing is changed.
https://doc.qt.io/qtforpython-6/considerations.html#features
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - replaces the import function


def restore() -> None:
    """Restores the import function; a second call does nothing."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
