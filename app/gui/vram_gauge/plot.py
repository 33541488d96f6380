"""A history as rectangles and grid lines, aligned to pixels. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gui.controller.gauge_history import SPAN_S
from app.gui.state.gauge import PartKind
from workers.base.sizes import GIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.gui.controller.gauge_history import Sample
    from app.gui.state.gauge import Part


@dataclass(frozen=True, slots=True)
class Block:
    """One part over a period, in pixels from the plot's upper left corner.

    Attributes:
        kind: Whose memory it is.
        place: The engine's place in the catalog, which fixes its color; 0 for other kinds.
        left, top, width, height: Its rectangle.
    """

    kind: PartKind
    place: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """Maps moments and bytes to pixels.

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
        """Returns a moment's x, from 0 to ``width``."""
        age = (self.now_s - moment_s) / SPAN_S
        return round(self.width * (1.0 - min(1.0, max(0.0, age))))

    def y(self, size_bytes: float) -> int:
        """Returns an amount's y, from ``height`` (none) up to 0."""
        return self.height - round(self.height * min(1.0, size_bytes / self.total_bytes))

    def moment_s(self, x: float) -> float:
        """Returns the moment at an x."""
        age = 1.0 - min(1.0, max(0.0, x / self.width))
        return self.now_s - age * SPAN_S

    def blocks(self, samples: Iterable[Sample]) -> Iterator[Block]:
        """Yields what to paint, from left to right and upwards.

        Equal neighbors are merged, so that ten minutes without change are one block.
        """
        column = _Column(())
        for sample in samples:
            left, right = self.x(sample.since_s), self.x(sample.at_s)
            # At least a pixel wide, unless the next sample follows at once.
            right = max(right, left + 1)
            layers = self._layers(sample.parts)
            if layers == column.layers and left <= column.right:
                column.right = right
                continue
            yield from column.blocks()
            column = _Column(layers, left, right)
        yield from column.blocks()

    def _layers(self, parts: Iterable[Part]) -> tuple[_Layer, ...]:
        # A part is at least a pixel high, as long as one is left.
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


#: A part's kind and place, and its top and bottom.
_Layer = tuple[PartKind, int, int, int]


@dataclass(slots=True)
class _Column:
    """A period in which nothing changes visibly."""

    layers: tuple[_Layer, ...]
    left: int = 0
    right: int = 0

    def blocks(self) -> Iterator[Block]:
        for kind, place, top, bottom in self.layers:
            yield Block(kind, place, self.left, top, self.right - self.left, bottom - top)


def grid_bytes(total_bytes: int, most: int) -> tuple[int, ...]:
    """Returns amounts to draw lines at, from 0: multiples of a power of two of a GB (2**30 bytes).

    Args:
        total_bytes: The largest amount.
        most: Steps at most.
    """
    step = GIB // 16
    while step * most < total_bytes:
        step *= 2
    return tuple(range(0, total_bytes + 1, step))
