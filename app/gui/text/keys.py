"""Names of keys on the user's keyboard: ``Ctrl+F``, ``Strg+F``, ``⌘F``."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def called(keys: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """Returns the name of a shortcut in the program's language; texts are parsed by Qt."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
