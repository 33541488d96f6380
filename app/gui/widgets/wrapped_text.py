"""Texts that wrap: Qt by itself takes no account of them in a window's least height."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def keep_whole(window: QWidget) -> None:
    """Let a window not be made so low that its texts overlap; to be called when it is resized."""
    layout = window.layout()
    if layout is not None:
        least = layout.totalMinimumSize().height()
        if layout.hasHeightForWidth():  # Else none of its texts wraps now.
            least = layout.totalMinimumHeightForWidth(window.width())
        if least != window.minimumHeight():
            window.setMinimumHeight(least)
