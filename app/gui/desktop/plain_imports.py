"""The import function that was there before PySide6 put one of its own in its place.

PySide6's reads the source of every module that is imported after it, in search of a switch
(``from __feature__ import …``) that we do not use: a quarter of the time until the icon is
there, and 5 MiB. It keeps the original where we find it; a version that does not, or a
frozen program, which has no sources, is left as it is.
https://doc.qt.io/qtforpython-6/considerations.html#features
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - puts the other one in place


def restore() -> None:
    """Put the former import function back; a second call does nothing."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
