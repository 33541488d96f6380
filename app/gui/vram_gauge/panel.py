"""The gauges of all devices, each with title, legend, and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.gui.controller.gauge_history import History
from app.gui.state.gauge import Gauge, Part, PartKind
from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.bar import GaugeBar
from app.gui.vram_gauge.history_chart import HistoryChart
from app.gui.vram_gauge.legend import Legend
from app.gui.widgets.window_growth import WindowGrowth

if TYPE_CHECKING:
    from app.gui.controller.gauge_feed import GaugeFeed
    from app.gui.style.apply import Style


_SPACING, _BETWEEN = GRID, GRID * 2  # Between the lines of a device, and between devices.
#: What the window needs for all but the devices, in pixels, its frame included.
_REST_OF_WINDOW = GRID * 70


class _Disclosure(QToolButton):
    """Opens and closes the history."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.setObjectName("historyDisclosure")
        self.setProperty("role", "disclosure")
        self.setCheckable(True)
        self.setText(self.tr("History"))
        self.setToolTip(self.tr("The last 10 minutes"))
        self.setAccessibleDescription(self.toolTip())
        self.setIconSize(QSize(GRID * 3 // 2, GRID * 3 // 2))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggled.connect(self._point)
        style.changed.connect(self._point)
        self._point()

    def _point(self) -> None:
        theme = self._style.theme
        name = "disclosure-open" if self.isChecked() else "disclosure"
        self.setIcon(tinted_icon(name, theme.text, theme.idle))


class _Device(QWidget):
    """One device: title and figures, bar, legend, history."""

    def __init__(self, gauge: Gauge, history: History, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._summary = QLabel(self)
        self._summary.setProperty("role", "caption")
        self._warning = QLabel(self)
        self._warning.setProperty("tone", "caution")
        self.disclosure = _Disclosure(style, self)
        self._bar = GaugeBar(gauge, style.theme, self)
        self._legend = Legend(gauge, style, self)
        self._bar.pointed.connect(self._legend.mark)
        self.chart = HistoryChart(gauge, history, style, self)
        self.chart.hide()
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addStrut(self.disclosure.sizeHint().height())  # Only the first device shows one.
        head.addWidget(self._title)
        head.addWidget(self._warning)
        head.addStretch()
        head.addWidget(self._summary)
        head.addWidget(self.disclosure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        layout.addWidget(self.chart)
        self.show_gauge(gauge)

    def show_gauge(self, gauge: Gauge) -> None:
        self._title.setText(wording.title(gauge))
        self._warning.setText(wording.warning(gauge))
        self._summary.setText(wording.summary(gauge))
        self._bar.show_gauge(gauge, self._style.theme)
        self._legend.show_gauge(gauge)
        self.chart.show_gauge(gauge)

    def show_history(self, shown: bool) -> None:
        self.disclosure.setChecked(shown)
        self.chart.setVisible(shown)

    @property
    def history_height(self) -> int:
        """What an open history takes, in pixels."""
        return self.chart.sizeHint().height() + _SPACING


class GaugePanel(QWidget):
    """All devices; a line of text until the first reading.

    Attributes:
        history_toggled: The user has opened the history (True), or closed it (False).
    """

    history_toggled = Signal(bool)

    def __init__(self, feed: GaugeFeed, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._style = style
        self._devices: list[_Device] = []
        self._history_is_shown = False
        self._growth = WindowGrowth()
        self._waiting = QLabel(self.tr("Reading memory usage…"), self)
        self._waiting.setProperty("role", "caption")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_BETWEEN)
        self._layout.addWidget(self._waiting)
        any_gauge = Gauge("", True, 1, (Part(PartKind.FREE, 1),))
        any_device = _Device(any_gauge, feed.history, style, self)
        any_device.hide()
        any_device.deleteLater()
        self._closed_height = any_device.sizeHint().height()
        self._fit_screen(any_device)
        self._history_height = any_device.history_height
        self._keep_room()
        style.changed.connect(self._refresh)
        feed.changed.connect(self._refresh)
        self._refresh()

    def show_history(self, shown: bool) -> None:
        """Opens the history of every device, or closes it."""
        self._history_is_shown = shown
        for device in self._devices:
            device.show_history(shown)
            device.updateGeometry()
        self._keep_room()
        # All the way up at once, so that the window's size hint is right when it is read next.
        widget: QWidget | None = self
        while widget is not None:
            widget.updateGeometry()
            widget = widget.parentWidget()

    def _toggle_history(self, shown: bool) -> None:
        if shown:
            self._growth.remember(self.window())
            self.show_history(shown)
            self._growth.fit(self.window())
        else:
            self.show_history(shown)
            self._growth.give_back(self.window())
        self.history_toggled.emit(shown)

    def _refresh(self) -> None:
        """Shows the latest gauges; widgets are made only when the number of devices changes."""
        gauges = self._feed.gauges
        if gauges is None:
            return
        self._waiting.setVisible(not gauges)
        if not gauges:
            self._waiting.setText(self.tr("No memory reading: the GPU driver stopped responding."))
        while len(self._devices) > len(gauges):
            self._devices.pop().deleteLater()
        for device, gauge in zip(self._devices, gauges, strict=False):
            device.show_gauge(gauge)
        for gauge in gauges[len(self._devices) :]:
            self._add(gauge)
        self._fit_screen(*self._devices)

    def _add(self, gauge: Gauge) -> None:
        device = _Device(gauge, self._feed.history, self._style, self)
        device.show_history(self._history_is_shown)
        # One button opens all of them: the first device's.
        device.disclosure.setVisible(not self._devices)
        device.disclosure.clicked.connect(self._toggle_history)
        self._devices.append(device)
        self._layout.addWidget(device)

    def _fit_screen(self, *devices: _Device) -> None:
        room = self.screen().availableGeometry().height() - _REST_OF_WINDOW
        for device in devices:
            each = room // len(devices) - _BETWEEN - self._closed_height - _SPACING
            device.chart.fit(each)

    def _keep_room(self) -> None:
        # What is below must not move under the pointer when the first reading comes.
        room = self._closed_height + (self._history_height if self._history_is_shown else 0)
        self._waiting.setMinimumHeight(room)
