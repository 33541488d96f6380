"""Buttons that keys press, too."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.gui.text.keys import called


def button_with_key(parent: QWidget, name: str, text: str, keys: str = "") -> QPushButton:
    """A button whose tool tip tells its keys, which press it while the parent is in sight.

    Args:
        parent: Where it is.
        name: Its object name.
        text: On it.
        keys: As ``QKeySequence`` reads them; empty for none.
    """
    button = QPushButton(text, parent)
    button.setObjectName(name)
    if keys:
        button.setToolTip(f"{text} ({called(keys)})")
        QShortcut(QKeySequence(keys), parent, button.click)
    return button
