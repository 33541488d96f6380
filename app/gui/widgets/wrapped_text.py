"""Minimum height of windows with wrapped texts, which Qt doesn't consider."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def keep_uncut(window: QWidget) -> None:
    """Keeps a window tall enough for its wrapped texts; call it on every resize."""
    layout = window.layout()
    if layout is not None:
        least = layout.totalMinimumSize().height()
        if layout.hasHeightForWidth():  # Otherwise none of its texts wraps now.
            least = layout.totalMinimumHeightForWidth(window.width())
        if least != window.minimumHeight():
            window.setMinimumHeight(least)
