"""The colors of both themes, as plain data.

Every text color has a contrast of 4.5 : 1 to its surfaces, and every mark that carries meaning
3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test holds that.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The layout grid, in device-independent pixels.
GRID = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; colors are ``#rrggbb``.

    Attributes:
        is_dark: True for the dark theme.
        window: Behind the cards.
        card: Behind most text.
        raised: Controls, and the row under the pointer.
        text: Primary text.
        muted: Secondary text: units, captions.
        border: Around cards; decoration only.
        outline: Around controls.
        accent: Actions.
        accent_hover: Actions under the pointer.
        on_accent: Text on ``accent`` and ``accent_hover``.
        selection: Behind a selected row.
        good: Ready for requests.
        active: Working.
        caution: Starting or stopping, or needs attention.
        bad: Failed.
        idle: Not running.
        free: Free memory in a gauge.
        others: Memory of other programs in a gauge.
        workers: Engines in a gauge, by their place in the catalog.
    """

    is_dark: bool
    window: str
    card: str
    raised: str
    text: str
    muted: str
    border: str
    outline: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    good: str
    active: str
    caution: str
    bad: str
    idle: str
    free: str
    others: str
    workers: tuple[str, ...]

    def worker(self, place: int) -> str:
        """Returns the color of the engine at a place in the catalog, from 0."""
        return self.workers[place % len(self.workers)]


LIGHT = Theme(
    is_dark=False,
    window="#f2f4f5",
    card="#ffffff",
    raised="#f4f7f7",
    text="#182024",
    muted="#56626a",
    border="#dbe1e4",
    outline="#7d8990",
    accent="#0a6f6b",
    accent_hover="#085c58",
    on_accent="#ffffff",
    selection="#dcefed",
    good="#18773a",
    active="#0b63c4",
    caution="#8a5a00",
    bad="#c0242f",
    idle="#5c676e",
    free="#e6ebed",
    others="#717e86",
    workers=(
        "#0a8a84",
        "#c2590c",
        "#6a5acd",
        "#b8347d",
        "#3b7dd8",
        "#6b8500",
        "#a06a2c",
        "#7a4fa3",
    ),
)

DARK = Theme(
    is_dark=True,
    window="#14181b",
    card="#1c2125",
    raised="#252c31",
    text="#e8edef",
    muted="#9eabb2",
    border="#2e363b",
    outline="#6f7c84",
    accent="#45c4ba",
    accent_hover="#67d5cc",
    on_accent="#04211f",
    selection="#1f3f3f",
    good="#54c98a",
    active="#6cb2ff",
    caution="#e2b03f",
    bad="#ff8078",
    idle="#9ca7ae",
    free="#2b3338",
    others="#7f8c94",
    workers=(
        "#2fb3aa",
        "#ee8a45",
        "#9b8cf0",
        "#e673ae",
        "#6aa6f2",
        "#a9bf3f",
        "#cfa063",
        "#b98be0",
    ),
)
