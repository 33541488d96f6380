"""Mirrors rectangles in painted widgets, for right-to-left layouts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt


def mirrored(place: QRectF, area: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """Returns where a rectangle of an area is in a layout of this direction.

    Args:
        place: The rectangle in a left-to-right layout.
        area: The area that contains it.
        direction: A widget's or a painter's.
    """
    if direction != Qt.LayoutDirection.RightToLeft:
        return place
    left = area.left() + area.right() - place.right()
    return QRectF(left, place.top(), place.width(), place.height())
