"""Keys as they are called on the user's keyboard: ``Ctrl+F``, ``Strg+F``, ``⌘F``."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def called(keys: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """Keys for people to read, in the program's language; a text is as Qt parses it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
