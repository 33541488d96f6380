"""One bar, painted from a :class:`~app.gui.state.gauge.Gauge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.state.gauge import Gauge, Part, PartKind
from app.gui.style.mirrored import mirrored
from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.fills import paint_part

if TYPE_CHECKING:
    from app.gui.style.theme import Theme

_RADIUS = GRID * 0.75
#: The frame round the part that the keyboard is on is at least so wide, in pixels.
_LEAST_FRAME = GRID * 1.25


class GaugeBar(QWidget):
    """The bar alone. Pointer and arrow keys go over its parts; the tool tip names them.

    Attributes:
        pointed: Pointer or keyboard is on another part: a ``Part``, or None.
    """

    pointed = Signal(object)

    def __init__(self, gauge: Gauge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gauge = gauge
        self._theme = theme
        self._current: tuple[PartKind, str] | None = None
        self._hovered: QPointF | None = None
        self._announced: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._refresh()

    def show_gauge(self, gauge: Gauge, theme: Theme) -> None:
        """Shows other data; repaints only if it differs."""
        if gauge != self._gauge or theme is not self._theme:
            self._gauge = gauge
            self._theme = theme
            self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, GRID * 3)

    def areas(self) -> list[tuple[Part, QRectF]]:
        """Returns each part with the area it is painted in, in reading direction."""
        width = float(self.width())
        found: list[tuple[Part, QRectF]] = []
        x = 0.0
        for part in self._gauge.parts:
            length = width * part.size_bytes / self._gauge.total_bytes
            # A part is at least two pixels wide, at the expense of the free part.
            if part.kind is not PartKind.FREE:
                length = max(2.0, length)
            length = min(length, width - x)
            area = QRectF(x, 0, length, self.height())
            found.append((part, mirrored(area, QRectF(self.rect()), self.layoutDirection())))
            x += length
        return found

    @property
    def current(self) -> Part | None:
        """The part under the keyboard; None without the focus."""
        parts = self._gauge.parts
        if not self.hasFocus() or not parts:
            return None
        return parts[self._place_of_current()]

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(self._theme.free))
        areas = self.areas()
        for part, area in areas:
            paint_part(painter, area, part, self._theme)
        painter.setPen(QPen(QColor(self._theme.card), 1.5))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for _, area in areas[1:]:
            x = area.right() if is_mirrored else area.left()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if self._gauge.stale_s:
            veil = QColor(self._theme.card)
            veil.setAlphaF(0.55)
            painter.fillRect(self.rect(), veil)
        painter.setClipping(False)
        self._paint_frames(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            part = self._part_at(QPointF(event.pos()))
            if part is not None:
                QToolTip.showText(event.globalPos(), wording.part_hint(part), self)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._gauge.parts) - 1
        back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            back, on = on, back
        places: dict[int, int] = {
            back: max(0, self._place_of_current() - 1),
            on: min(last, self._place_of_current() + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        place = places.get(event.key())
        if place is None or last < 0:
            super().keyPressEvent(event)
            return
        self._hovered = None  # Until the pointer moves: the keyboard was last.
        self._choose(self._gauge.parts[place])
        self._show_hint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self._part_at(event.position())
        if part is not None:
            self._choose(part)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = event.position()
        self.pointed.emit(self._looked_at())

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._hovered = None
        self.pointed.emit(self._looked_at())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._refresh()

    def _place_of_current(self) -> int:
        # By name: parts come and go, and the keyboard stays on its part.
        keys = [(part.kind, part.name) for part in self._gauge.parts]
        return keys.index(self._current) if self._current in keys else 0

    def _choose(self, part: Part) -> None:
        self._current = (part.kind, part.name)
        self._refresh()

    def _refresh(self) -> None:
        """Updates picture, legend, and the texts for screen readers."""
        part = self.current
        subject = (wording.title(self._gauge), part and (part.kind, part.name))
        # A new name is read aloud, so it doesn't change with every figure.
        if subject != self._announced:
            self._announced = subject
            self.setAccessibleName(wording.spoken_part(self._gauge, part))
        description = wording.description(self._gauge)
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        self.pointed.emit(self._looked_at())
        self.update()

    def _looked_at(self) -> Part | None:
        hovered = self._part_at(self._hovered) if self._hovered is not None else None
        return hovered or self.current

    def _part_at(self, position: QPointF) -> Part | None:
        return next((part for part, area in self.areas() if area.contains(position)), None)

    def _show_hint(self) -> None:
        for part, area in self.areas():
            if part is self.current:
                below = QPoint(int(area.center().x()), self.height())
                QToolTip.showText(self.mapToGlobal(below), wording.part_hint(part), self)

    def _paint_frames(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Without its edge nobody sees where the bar ends, and how much is free.
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(self._theme.outline), 1))
        painter.drawRoundedRect(edge, _RADIUS, _RADIUS)
        current = self.current
        for part, area in self.areas():
            if part is current:
                self._paint_focus(painter, area)

    def _paint_focus(self, painter: QPainter, area: QRectF) -> None:
        short = max(0.0, _LEAST_FRAME - area.width()) / 2
        frame = area.adjusted(-short, 0, short, 0)
        frame.moveLeft(min(max(0.0, frame.left()), self.width() - frame.width()))
        # Dark and light side by side: one of them is seen on any color.
        for inset, width, color in ((3.0, 2.0, self._theme.card), (1.0, 2.0, self._theme.text)):
            painter.setPen(QPen(QColor(color), width))
            inner = frame.adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(inner, _RADIUS / 2, _RADIUS / 2)
