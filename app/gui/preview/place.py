"""A place in speech, as a clock shows it. No Qt."""

from __future__ import annotations


def position_text(seconds: float) -> str:
    """A place as minutes, seconds and tenths: ``0:03.2``."""
    tenths = int(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"
