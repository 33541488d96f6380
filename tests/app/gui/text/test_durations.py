"""Durations in words, and parsing."""

from __future__ import annotations

import pytest

from app.gui.text import durations


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "never"), (0.5, "0.5 s"), (90, "90 s"), (300, "5 min"), (3600, "1 h"), (5400, "90 min")],
)
def test_formatted_durations_can_be_parsed(seconds: float, text: str) -> None:
    assert durations.spoken(seconds) == text
    assert durations.parsed(text) == seconds


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("45", 45),
        (" 2 MIN ", 120),
        ("1,5 h", 5400),
        ("3m", 180),
        ("10 minutes", 600),
        ("0", 0),
        ("2 Std.", 7200),
        ("1 Stunde", 3600),
        ("30 Sekunden", 30),
    ],
)
def test_typed_durations_are_parsed(typed: str, seconds: float) -> None:
    assert durations.parsed(typed) == seconds


@pytest.mark.parametrize("typed", ["", "soon", "-5", "5 parsecs", "1e9 h", "99999 h", "5 5", "nan"])
def test_invalid_durations_are_refused(typed: str) -> None:
    assert durations.parsed(typed) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "just now"), (59.9, "59 s ago"), (61, "1 min ago"), (7300, "2 h ago")],
)
def test_elapsed_time_in_words(seconds: float, text: str) -> None:
    assert durations.ago(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (62, "1:02"), (3725, "1:02:05"), (-1, "0:00")]
)
def test_countdown_in_words(seconds: float, text: str) -> None:
    assert durations.countdown(seconds) == text
