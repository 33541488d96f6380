"""Durations as people write them: ``90 s``, ``5 min``, ``1 h``, ``never``."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from app.gui.text.numbers import as_short_as_it_is, decimal

#: Offered in the list, in seconds; 0 is never.
PRESETS_S = (60.0, 300.0, 900.0, 3600.0, 0.0)

#: A year; longer ones are typing errors.
_LONGEST_S = 366 * 24 * 3600.0

#: Beginnings of units, longest first. German hours are ``Std.`` or ``Stunden``.
_UNITS = {"std": 3600.0, "stu": 3600.0, "s": 1.0, "m": 60.0, "h": 3600.0, "": 1.0}
_PATTERN = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-z]*)\.?\s*", re.IGNORECASE)


def _tr(text: str) -> str:
    return QCoreApplication.translate("durations", text)


def spoken(seconds: float) -> str:
    """Returns an idle timeout as it is shown and can be typed; 0 is ``never``."""
    if seconds <= 0:
        return _tr("never")
    if seconds % 3600 == 0:
        return _tr("{} h").format(int(seconds // 3600))
    if seconds % 60 == 0:
        return _tr("{} min").format(int(seconds // 60))
    return _tr("{} s").format(as_short_as_it_is(seconds))


def parsed(text: str) -> float | None:
    """Parses a number with s, min or h (seconds without a unit), or ``never``.

    Returns:
        Seconds, 0 for never; None for anything else.
    """
    if text.strip().lower() in {_tr("never").lower(), "never"}:
        return 0.0
    match = _PATTERN.fullmatch(text)
    if match is None:
        return None
    unit = match[2].lower()
    prefix = next(prefix for prefix in _UNITS if unit.startswith(prefix))
    if unit and not prefix:
        return None
    seconds = float(match[1].replace(",", ".")) * _UNITS[prefix]
    return seconds if seconds <= _LONGEST_S else None


def ago(seconds: float) -> str:
    """Returns how long ago, in one unit: ``12 s ago``, ``3 min ago``."""
    if seconds < 1:
        return _tr("just now")
    if seconds < 60:
        return _tr("{} s ago").format(int(seconds))
    if seconds < 3600:
        return _tr("{} min ago").format(int(seconds // 60))
    return _tr("{} h ago").format(int(seconds // 3600))


def roughly(seconds: float) -> str:
    """Returns a duration without false precision: ``1.5 s``, ``12 s``, ``3 min``."""
    if seconds < 9.95:
        return _tr("{} s").format(decimal(seconds, 1))
    if seconds < 120:
        return _tr("{} s").format(round(seconds))
    return _tr("{} min").format(round(seconds / 60))


def measured(seconds: float) -> str:
    """Returns a measured duration: ``34 ms`` below a second, else ``1.24 s``."""
    if seconds < 0.9995:
        return _tr("{} ms").format(round(seconds * 1000))
    return _tr("{} s").format(decimal(seconds, 2))


def left(seconds: float) -> str:
    """Returns an estimated time left, coarser the longer it is: ``8 s``, ``40 s``, ``3 min``."""
    if seconds < 9.5:
        return _tr("{} s").format(max(1, round(seconds)))
    if seconds < 92.5:
        return _tr("{} s").format(5 * round(seconds / 5))
    return _tr("{} min").format(max(2, round(seconds / 60)))


def countdown(seconds: float) -> str:
    """Returns time left as a clock shows it: ``0:42``, ``1:05:00``."""
    hours, rest = divmod(max(0, round(seconds)), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
