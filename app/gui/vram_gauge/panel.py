"""The gauges of all devices, each with its title and legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.bar import GaugeBar, paint_part
from app.gui.vram_gauge.parts import Gauge, Part, PartKind

if TYPE_CHECKING:
    from app.gui.style.apply import Style


class _Legend(QWidget):
    """Swatch, name and size of each part, on as many lines as it takes."""

    def __init__(self, gauge: Gauge, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._gauge = gauge
        self._style = style
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_gauge(self, gauge: Gauge) -> None:
        if gauge != self._gauge:
            self._gauge = gauge
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return (self._places(width)[-1][1] + 1) * self._line_height()

    def sizeHint(self) -> QSize:
        return QSize(GRID * 40, self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._style.theme
        painter = QPainter(self)
        metrics = self.fontMetrics()
        line = self._line_height()
        for part, (x, row) in zip(self._gauge.parts, self._places(self.width()), strict=True):
            top = row * line
            swatch = QRectF(x, top + (line - 10) / 2, 10, 10)
            paint_part(painter, swatch, part, theme)
            name = wording.part_name(part)
            area = QRectF(x + 10 + GRID * 0.75, top, self.width(), line)
            painter.setPen(self.palette().windowText().color())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
            area.setLeft(area.left() + metrics.horizontalAdvance(name + " "))
            painter.setPen(self.palette().placeholderText().color())
            size = wording.gigabytes(part.size_bytes)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, size)
        painter.end()

    def _line_height(self) -> int:
        return self.fontMetrics().height() + GRID // 2

    def _places(self, width: int) -> list[tuple[int, int]]:
        metrics: QFontMetrics = self.fontMetrics()
        places: list[tuple[int, int]] = []
        x, row = 0, 0
        for part in self._gauge.parts:
            length = 10 + GRID + metrics.horizontalAdvance(wording.part_text(part)) + GRID * 2
            if x and x + length > width:
                x, row = 0, row + 1
            places.append((x, row))
            x += length
        return places or [(0, 0)]


class _Device(QWidget):
    """One device: title and figures, bar, legend."""

    def __init__(self, gauge: Gauge, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._summary = QLabel(self)
        self._summary.setProperty("role", "caption")
        self._warning = QLabel(self)
        self._warning.setProperty("tone", "caution")
        self._bar = GaugeBar(gauge, style.theme, self)
        self._legend = _Legend(gauge, style, self)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(GRID)
        head.addWidget(self._warning)
        head.addStretch()
        head.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        self.show_gauge(gauge)

    def show_gauge(self, gauge: Gauge) -> None:
        self._title.setText(wording.title(gauge))
        self._warning.setText(wording.warning(gauge))
        self._summary.setText(wording.summary(gauge))
        self._bar.show_gauge(gauge, self._style.theme)
        self._bar.setAccessibleName(wording.title(gauge))
        self._bar.setAccessibleDescription(wording.description(gauge))
        self._legend.show_gauge(gauge)


def _usual_height(style: Style, parent: QWidget) -> int:
    """Of one device, in pixels."""
    any_device = _Device(Gauge("", True, 1, (Part(PartKind.FREE, 1),)), style, parent)
    any_device.hide()
    any_device.deleteLater()
    return any_device.sizeHint().height()


class GaugePanel(QWidget):
    """All devices. Shows a line of text until the first reading is there."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._gauges: tuple[Gauge, ...] = ()
        self._devices: list[_Device] = []
        self._waiting = QLabel(self.tr("Reading memory…"), self)
        self._waiting.setProperty("role", "caption")
        # What is below must not move under the pointer when the first reading comes.
        self._waiting.setMinimumHeight(_usual_height(style, self))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID * 2)
        self._layout.addWidget(self._waiting)
        style.changed.connect(self._repaint)

    def show_gauges(self, gauges: tuple[Gauge, ...]) -> None:
        """Show these devices; widgets are made anew only when their number changes."""
        self._gauges = gauges
        self._waiting.setVisible(not gauges)
        if not gauges:
            self._waiting.setText(self.tr("No memory reading: the driver has gone away."))
        while len(self._devices) > len(gauges):
            self._devices.pop().deleteLater()
        for device, gauge in zip(self._devices, gauges, strict=False):
            device.show_gauge(gauge)
        for gauge in gauges[len(self._devices) :]:
            device = _Device(gauge, self._style, self)
            self._devices.append(device)
            self._layout.addWidget(device)

    def _repaint(self) -> None:
        self.show_gauges(self._gauges)
        self.update()
