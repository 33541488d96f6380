"""The themes: contrast by the WCAG formula, and all icons."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.style.apply import Style
from app.gui.style.icons import shipped_icon, tinted_icon
from app.gui.style.theme import DARK, LIGHT, Theme
from app.resources import ROOT

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
TONES = ("text", "muted", "good", "active", "caution", "bad", "idle", "accent")


def luminance(color: str) -> float:
    """Returns the relative luminance (WCAG 2.2)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
@pytest.mark.parametrize("tone", TONES)
def test_text_is_readable_on_every_background(theme: Theme, tone: str) -> None:
    for surface in ("window", "card", "raised", "selection"):
        assert contrast(getattr(theme, tone), getattr(theme, surface)) >= 4.5, surface


@THEMES
def test_text_on_the_accent_is_readable(theme: Theme) -> None:
    for accent in (theme.accent, theme.accent_hover):
        assert contrast(theme.on_accent, accent) >= 4.5


@THEMES
def test_controls_and_gauge_parts_stand_out(theme: Theme) -> None:
    for surface in (theme.window, theme.card, theme.raised):
        assert contrast(theme.outline, surface) >= 3.0
    for part in (*theme.workers, theme.others):
        assert contrast(part, theme.free) >= 3.0
        assert contrast(part, theme.card) >= 3.0


@THEMES
def test_neighboring_workers_differ(theme: Theme) -> None:
    assert len(set(theme.workers)) == len(theme.workers)
    for one, other in pairwise(theme.workers):
        apart = sum(
            abs(int(one[start : start + 2], 16) - int(other[start : start + 2], 16))
            for start in (1, 3, 5)
        )
        assert apart > 100


def background(widget: QWidget) -> str:
    return widget.palette().window().color().name()


def test_theme_change_reaches_windows_at_once(style: Style, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    for theme in (DARK, LIGHT, DARK):
        if style.theme is not theme:
            with qtbot.waitSignal(style.changed):
                style.use(theme)
        qtbot.waitUntil(lambda wanted=theme.window: background(widget) == wanted)
    style.use(LIGHT)


def test_all_icons_can_be_drawn(style: Style) -> None:
    names = [file.stem for file in (ROOT / "icons").glob("*.svg")]
    assert {"engineroom", "disclosure", "play"} <= set(names)
    for name in names:
        assert not shipped_icon(name).pixmap(16, 16).isNull()


def test_tinted_icon_has_the_requested_color(style: Style) -> None:
    image = tinted_icon("stop", "#ff0000", "#00ff00").pixmap(16, 16).toImage()
    assert image.pixelColor(8, 8).name() == "#ff0000"
