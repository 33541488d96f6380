"""The tray icon by pixel: shapes, levels, and contrast on every panel."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.gui.tray import face
from app.gui.tray.face import SIZES, STEPS, Mark
from app.resources import START_ICONS
from tests.app.gui.test_style import contrast

#: Panel colors of common desktops, from black to white.
PANELS = ("#000000", "#202326", "#808080", "#eff0f1", "#ffffff")
#: Rows of the smallest icon.
MARK_ROWS, GAUGE_ROW = range(2, 10), 12


@pytest.fixture
def drawn(qapp: object) -> Callable[..., QImage]:
    def draw(mark: Mark, step: int, size: int = 16, panel: str = "#808080") -> QImage:
        image = QImage(size, size, QImage.Format.Format_RGB32)
        image.fill(QColor(panel))
        painter = QPainter(image)
        painter.drawPixmap(0, 0, face.icon(mark, step).pixmap(size, size))
        painter.end()
        return image

    return draw


def color(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


def shape(image: QImage) -> frozenset[tuple[int, int]]:
    """Returns the pixels of the mark in the smallest icon."""
    return frozenset(
        (x, y) for y in MARK_ROWS for x in range(2, 14) if color(image, x, y) == "#ffffff"
    )


def filled(image: QImage) -> int:
    """Returns the number of filled pixels in the smallest icon's bar."""
    return sum(color(image, x, GAUGE_ROW) == "#ffffff" for x in range(16))


def test_states_have_different_shapes(drawn: Callable[..., QImage]) -> None:
    shapes = {mark: shape(drawn(mark, 4)) for mark in Mark}
    for one, other in combinations(Mark, 2):
        assert len(shapes[one] ^ shapes[other]) >= 10, f"{one} looks like {other}"
    assert all(len(pixels) >= 10 for pixels in shapes.values())


@pytest.mark.parametrize("mark", Mark)
def test_levels_increase_in_length(mark: Mark, drawn: Callable[..., QImage]) -> None:
    lengths = [filled(drawn(mark, step)) for step in range(STEPS + 1)]
    assert lengths == sorted(set(lengths))
    assert (lengths[0], lengths[-1]) == (0, 12)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("mark", Mark)
def test_icon_is_visible_on_every_panel(
    mark: Mark, panel: str, drawn: Callable[..., QImage]
) -> None:
    image = drawn(mark, 4, panel=panel)
    rim, body = color(image, 8, 0), color(image, 1, 10)
    assert max(contrast(rim, panel), contrast(body, panel)) >= 3.0
    assert contrast(rim, body) >= 3.0
    for x, y in shape(image):
        assert contrast(color(image, x, y), body) >= 3.0
    taken, free = color(image, 3, GAUGE_ROW), color(image, 12, GAUGE_ROW)
    assert contrast(taken, free) >= 3.0
    assert contrast(taken, body) >= 3.0
    assert contrast(free, body) >= 3.0


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_icon_is_drawn_in_every_tray_size(qapp: object, size: int, ratio: float) -> None:
    pixmap = face.icon(Mark.IDLE, 3).pixmap(QSize(size, size), ratio)
    assert pixmap.width() == size * ratio
    assert pixmap.width() in SIZES, "the icon was scaled"


def test_small_level_change_keeps_the_icon() -> None:
    shown, steps = 0, []
    for level in (0.0, 0.07, 0.09, 0.13, 0.18, 0.20, 0.22, 0.19, 0.16, 0.5, 1.0, 1.4, -1.0):
        shown = face.step_of(level, shown)
        steps.append(shown)
    assert steps == [0, 0, 1, 1, 1, 1, 2, 2, 1, 4, 8, 8, 0]


def test_startup_icons_match_the_painted_ones(qapp: object) -> None:
    for file in START_ICONS:
        size = int(file.stem)
        painted = face.icon(Mark.IDLE, 0).pixmap(size, size).toImage()
        shipped = QImage(str(file)).convertToFormat(painted.format())
        assert shipped == painted, f"{file.name} is out of date: save the painted one there"
