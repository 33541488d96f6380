"""Figures as the program's language writes them: ``2.1`` in English, ``2,1`` in German."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def decimal(value: float, places: int) -> str:
    """A figure with so many places; nothing stands between its thousands: it can be typed again."""
    # Rounded as everywhere else in the program, which is not quite how Qt does it.
    return f"{value:.{places}f}".replace(".", QLocale().decimalPoint())


def as_short_as_it_is(value: float) -> str:
    """A figure with the places that it has, four at most; likewise."""
    return decimal(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))
