"""The waveform of speech with a playhead; a click or an arrow key seeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from app.audio.peaks import NOTHING, Outline
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.style.apply import Style

#: Seconds that the waveform shows at first while the duration is unknown; doubled when full.
_FIRST_SPAN_S = 4.0
#: Peaks are scaled up to this level at most, so that quiet speech stays visible.
_QUIET = 0.1
_STEP_MS, _PAGE_MS = 1000, 5000


class Waveform(QAbstractSlider):
    """Paints an outline; its value is the playhead, in milliseconds.

    It is a slider for the sake of keyboards and screen readers.

    Attributes:
        sought: The user wants to play from a position: seconds.
    """

    sought = Signal(float)

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._outline = NOTHING
        self._span_s = 0.0
        self._columns: list[tuple[float, float]] = []
        self._columns_key: tuple[Outline, float, int] | None = None
        self.setObjectName("waveform")
        self.setAccessibleName(self.tr("Playback position"))
        self.setToolTip(self.tr("Click or press an arrow key to play from there"))
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setSingleStep(_STEP_MS)
        self.setPageStep(_PAGE_MS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.actionTriggered.connect(self._seek_by_key)
        self.show_outline(NOTHING, is_complete=True)

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, GRID * 5)

    def minimumSizeHint(self) -> QSize:
        return QSize(GRID * 20, GRID * 5)

    @property
    def span_s(self) -> float:
        """Seconds from the left edge to the right edge."""
        return self._span_s

    def show_outline(self, outline: Outline, *, is_complete: bool) -> None:
        """Shows the audio so far, as a whole or with room to grow."""
        self._outline = outline
        self._span_s = outline.duration_s
        if not is_complete:
            self._span_s = _FIRST_SPAN_S
            while self._span_s < outline.duration_s:
                self._span_s *= 2
        self.setEnabled(outline.duration_s > 0)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor
        )
        self.setRange(0, round(outline.duration_s * 1000))
        self.update()

    def show_position(self, seconds: float) -> None:
        """Moves the playhead; repaints only when the playhead reaches another pixel."""
        before = self._x_of(self.value() / 1000)
        self.setValue(round(seconds * 1000))
        if round(before) != round(self._x_of(self.value() / 1000)):
            self.update()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        # The base class would repaint for every millisecond.
        if change is not QAbstractSlider.SliderChange.SliderValueChange:
            super().sliderChange(change)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._seek_to(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek_to(event.position().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # Scrolling the window must not seek.

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._style.theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.border), 2))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(area, GRID * 0.75, GRID * 0.75)
        if self._outline.duration_s > 0:
            self._paint_speech(painter)
        else:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            hint = self.tr("The waveform appears here")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, hint)
        painter.end()

    def _paint_speech(self, painter: QPainter) -> None:
        theme = self._style.theme
        head = self._x_of(self.value() / 1000)
        columns = self._cached_columns()
        loudest = max(max(-low, high) for low, high in columns)
        # Quiet speech is scaled up to be visible; the meter shows the real level.
        middle = self.height() / 2
        reach = (middle - GRID * 0.75) / min(1.0, max(_QUIET, loudest))
        lines: list[QLineF] = []
        for column, (low, high) in enumerate(columns):
            x = self._left + column + 0.5
            # Silence is a line of one pixel; clipped samples end at the edge.
            top = middle - max(0.5, min(1.0, high) * reach)
            bottom = middle - min(-0.5, max(-1.0, low) * reach)
            lines.append(QLineF(x, top, x, bottom))
        played = max(0, min(len(lines), round(head - self._left)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for part, color in ((lines[:played], theme.accent), (lines[played:], theme.others)):
            if part:
                painter.setPen(QPen(QColor(color), 1))
                painter.drawLines(part)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(QPointF(head, 3), QPointF(head, self.height() - 3))

    @property
    def _left(self) -> int:
        return GRID

    @property
    def _inner_width(self) -> int:
        return max(1, self.width() - 2 * GRID)

    def _cached_columns(self) -> list[tuple[float, float]]:
        """Returns the columns; computes them again only if the audio or the width has changed."""
        key = (self._outline, self._span_s, self._inner_width)
        if self._columns_key != key:
            share = self._outline.duration_s / self._span_s
            self._columns = self._outline.columns(max(1, round(self._inner_width * share)))
            self._columns_key = key
        return self._columns

    def _x_of(self, seconds: float) -> float:
        share = seconds / self._span_s if self._span_s else 0.0
        return self._left + share * self._inner_width

    def _seek_to(self, point: QPoint) -> None:
        if self.isEnabled():
            share = (point.x() - self._left) / self._inner_width
            seconds = max(0.0, min(share * self._span_s, self._outline.duration_s))
            self.show_position(seconds)
            self.sought.emit(seconds)

    def _seek_by_key(self) -> None:
        self.sought.emit(self.sliderPosition() / 1000)
        self.update()
