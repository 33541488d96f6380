"""Places in what we paint ourselves, where one reads from right to left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt


def mirrored(place: QRectF, area: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Where a place of an area is in a layout of this direction.

    Args:
        place: As it is from left to right.
        area: What it is a part of.
        direction: A widget's, or a painter's.
    """
    if direction != Qt.LayoutDirection.RightToLeft:
        return place
    left = area.left() + area.right() - place.right()
    return QRectF(left, place.top(), place.width(), place.height())
