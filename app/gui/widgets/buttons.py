"""Buttons with keyboard shortcuts."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.gui.text.keys import called


def button_with_key(parent: QWidget, name: str, text: str, keys: str = "") -> QPushButton:
    """Returns a button with a shortcut, which its tool tip names.

    Args:
        parent: The shortcut works while this widget is visible.
        name: Its object name.
        text: Its text.
        keys: As ``QKeySequence`` reads them; empty for none.
    """
    button = QPushButton(text, parent)
    button.setObjectName(name)
    if keys:
        button.setToolTip(f"{text} ({called(keys)})")
        QShortcut(QKeySequence(keys), parent, button.click)
    return button
