"""Numbers as the program's language writes them: ``2.1`` in English, ``2,1`` in German."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def decimal(value: float, places: int) -> str:
    """Formats a number with fixed places, and without a thousands separator, so it can be typed."""
    # Rounded as on the command line: Qt rounds some numbers differently.
    return f"{value:.{places}f}".replace(".", QLocale().decimalPoint())


def as_short_as_it_is(value: float) -> str:
    """Formats a number likewise with as many places as it has, four at most."""
    return decimal(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))
