"""A history as rectangles and grid lines, in whole pixels. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gui.controller.gauge import PartKind
from app.gui.controller.gauge_history import SPAN_S
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.gui.controller.gauge import Part
    from app.gui.controller.gauge_history import Sample


@dataclass(frozen=True, slots=True)
class Block:
    """One part over a stretch of time, in pixels from the plot's upper left corner.

    Attributes:
        kind: Whose memory it is.
        place: The worker's place in the table, which fixes its colour; 0 for the rest.
        left, top, width, height: Where it is.
    """

    kind: PartKind
    place: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Where moments and bytes are on a surface.

    Attributes:
        width, height: Of the surface, in pixels.
        now_s: The moment at its right edge, in seconds of the monotonic clock.
        total_bytes: The amount at its upper edge.
    """

    width: int
    height: int
    now_s: float
    total_bytes: int

    def x(self, moment_s: float) -> int:
        """A moment's place, from 0 to ``width``."""
        age = (self.now_s - moment_s) / SPAN_S
        return round(self.width * (1.0 - min(1.0, max(0.0, age))))

    def y(self, size_bytes: float) -> int:
        """An amount's place, from ``height`` (none) up to 0."""
        return self.height - round(self.height * min(1.0, size_bytes / self.total_bytes))

    def moment_s(self, x: float) -> float:
        """The moment at a place."""
        age = 1.0 - min(1.0, max(0.0, x / self.width))
        return self.now_s - age * SPAN_S

    def blocks(self, samples: Iterable[Sample]) -> Iterator[Block]:
        """What there is to paint, from left to right and upwards.

        Neighbours that look the same are one block, so that ten minutes without change cost
        no more than a moment.
        """
        column = _Column(())
        for sample in samples:
            left, right = self.x(sample.since_s), self.x(sample.at_s)
            # A stretch shorter than a pixel is seen, unless another one comes right after it.
            right = max(right, left + 1)
            layers = self._layers(sample.parts)
            if layers == column.layers and left <= column.right:
                column.right = right
                continue
            yield from column.blocks()
            column = _Column(layers, left, right)
        yield from column.blocks()

    def _layers(self, parts: Iterable[Part]) -> tuple[_Layer, ...]:
        # A part too small to see is a pixel high, as long as there is one left.
        layers: list[_Layer] = []
        size_bytes, bottom = 0, self.height
        for part in parts:
            size_bytes += part.size_bytes
            top = 0 if part.kind is PartKind.FREE else self.y(size_bytes)
            top = max(0, min(top, bottom - 1))
            if top < bottom:
                layers.append((part.kind, part.place, top, bottom))
            bottom = top
        return tuple(layers)


#: A part's kind and place, its top and its bottom.
_Layer = tuple[PartKind, int, int, int]


@dataclass(slots=True)
class _Column:
    """A stretch of time in which nothing is seen to change."""

    layers: tuple[_Layer, ...]
    left: int = 0
    right: int = 0

    def blocks(self) -> Iterator[Block]:
        for kind, place, top, bottom in self.layers:
            yield Block(kind, place, self.left, top, self.right - self.left, bottom - top)


def grid_bytes(total_bytes: int, most: int) -> tuple[int, ...]:
    """Amounts to draw lines at, from 0 on: multiples of a power of two of a GB (2**30 bytes).

    Args:
        total_bytes: The largest amount that there is.
        most: So many steps at most.
    """
    step = GIB // 16
    while step * most < total_bytes:
        step *= 2
    return tuple(range(0, total_bytes + 1, step))
