"""The memory chart: painting, readout by pointer and keyboard, opening and closing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.controller.gauge_feed import GaugeFeed
from app.gui.style.apply import Style
from app.gui.style.theme import DARK, LIGHT, Theme
from app.gui.vram_gauge.history_chart import HistoryChart
from app.gui.vram_gauge.panel import GaugePanel
from app.gui.vram_gauge.read_out import ReadOut
from tests.app.gui.pictures import GB, TITLES, card, room, running
from tests.app.gui.pointer import point_at

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


class Desk:
    """A panel with one GPU in a window without spare height."""

    def __init__(self, style: Style) -> None:
        self.now_s = 1000.0
        self.feed = GaugeFeed(now=lambda: self.now_s)
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        self.panel = GaugePanel(self.feed, style, self.window)
        layout.addWidget(self.panel)
        below = QWidget()
        below.setMinimumHeight(100)
        layout.addWidget(below, 1)
        self.read(running_gb=None)
        self.window.resize(900, self.window.sizeHint().height())

    def read(self, *, running_gb: float | None = 2.0, after_s: float = 1.0) -> None:
        """Feeds a reading: 2 GB of other programs, 1 GB reserved, 8 GB in total."""
        self.now_s += after_s
        workers = () if running_gb is None else (running("talker", running_gb),)
        self.feed.update(room(workers, (card(2.0 + (running_gb or 0.0)),), GB), TITLES)

    @property
    def disclosure(self) -> QToolButton:
        return self.panel._devices[0].disclosure

    @property
    def chart(self) -> HistoryChart:
        return self.panel._devices[0].chart

    def at(self, seconds_ago: float, share: float = 0.5) -> QPoint:
        """Returns the point of a time and a height from 0 (bottom) to 1."""
        area = self.chart.plot_area
        x = area.left() + self.chart._plot(area).x(self.now_s - seconds_ago)
        return QPoint(min(x, area.right()), area.bottom() - int((area.height() - 1) * share))

    def image(self) -> QImage:
        return self.chart.grab().toImage()

    def spoken(self) -> str:
        """Returns the text for screen readers."""
        face = QAccessible.queryAccessibleInterface(self.chart)
        assert face is not None
        return face.text(QAccessible.Text.Name)

    def read_out(self) -> tuple[str, list[str]] | None:
        """Returns the heading and the names of the readout; None while hidden."""
        shown = self.window.findChild(ReadOut)
        if shown is None or not shown.isVisible():
            return None
        return shown._heading, [part.name or part.kind.value for part in shown._parts]


@pytest.fixture
def closed(style: Style, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(style)
    desk.window.show()
    yield desk
    desk.window.hide()
    desk.window.deleteLater()


@pytest.fixture
def desk(closed: Desk, qtbot: QtBot) -> Desk:
    """A desk with an open chart and one minute of samples."""
    qtbot.mouseClick(closed.disclosure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(closed.chart.isVisible)
    for _ in range(30):
        closed.read(running_gb=None)
    for _ in range(30):
        closed.read()
    return closed


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_areas_have_the_bars_colors(desk: Desk, style: Style, theme: Theme) -> None:
    style.use(theme)
    image = desk.image()
    for seconds_ago, share, color in (
        (15, 0.15, theme.worker(0)),
        (15, 0.40, theme.others),
        (15, 0.80, theme.free),
        (45, 0.15, theme.others),
        (300, 0.15, theme.card),
        (300, 0.80, theme.card),
    ):
        assert image.pixelColor(desk.at(seconds_ago, share)) == QColor(color), (seconds_ago, share)
    style.use(LIGHT)


def test_reserved_memory_is_hatched(desk: Desk) -> None:
    image = desk.image()
    seen = {image.pixelColor(desk.at(ago, 0.57)).name() for ago in range(5, 25)}
    assert len(seen) > 2


def test_time_without_readings_is_a_gap(desk: Desk) -> None:
    desk.read(after_s=60.0)
    desk.read()
    image = desk.image()
    card_color = QColor(desk.panel._style.theme.card)
    assert image.pixelColor(desk.at(30, 0.15)) == card_color
    assert image.pixelColor(desk.at(65, 0.15)) != card_color


def test_chart_is_painted_once_per_sample_while_open(desk: Desk, qtbot: QtBot) -> None:
    pictures: set[int] = set()

    def look() -> int:
        """Returns the number of painted pictures."""
        desk.image()
        pictures.add(desk.chart._picture.cacheKey())
        return len(pictures)

    assert look() == 1
    point_at(desk.chart, desk.at(10))
    desk.read(after_s=0.2)  # A fast reading, too soon for a sample.
    assert look() == 1
    desk.read()
    assert look() == 2
    qtbot.mouseClick(desk.disclosure, Qt.MouseButton.LeftButton)
    desk.read()
    desk.panel.grab()
    assert desk.chart._picture.cacheKey() in pictures


def test_pointer_shows_the_values_of_a_moment(desk: Desk) -> None:
    point_at(desk.chart, desk.at(15))
    assert desk.read_out() == ("15 s ago", ["free", "reserved", "others", "Talker"])
    point_at(desk.chart, desk.at(45))
    assert desk.read_out() == ("45 s ago", ["free", "reserved", "others"])
    point_at(desk.chart, desk.at(300))
    assert desk.read_out() == ("No reading 5 min ago", [])
    leave(desk.chart)
    assert desk.read_out() is None


def leave(chart: HistoryChart) -> None:
    chart.leaveEvent(QEvent(QEvent.Type.Leave))


def test_readout_follows_new_readings_under_a_still_pointer(desk: Desk) -> None:
    point_at(desk.chart, desk.at(30))
    before = desk.read_out()
    for _ in range(4):
        desk.read()
    assert before is not None
    assert before[1] == ["free", "reserved", "others"]
    assert desk.read_out() == ("30 s ago", ["free", "reserved", "others", "Talker"])


def test_readout_stays_in_the_window(desk: Desk) -> None:
    for seconds_ago in (0, 590):
        point_at(desk.chart, desk.at(seconds_ago))
        shown = desk.window.findChild(ReadOut)
        assert shown is not None
        assert desk.window.rect().contains(shown.geometry())


def test_arrow_keys_move_an_accessible_cursor(desk: Desk, qtbot: QtBot) -> None:
    assert desk.spoken() == "Card 0: the last 10 minutes"
    desk.chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(desk.chart.hasFocus)
    now = "Card 0, now: Talker 2.0 GB, Other programs 2.0 GB, Reserved 1.0 GB, Free 3.0 GB"
    assert desk.spoken() == now
    for key, expected in (
        (Qt.Key.Key_Left, "Card 0, 5 s ago: Talker 2.0 GB"),
        (Qt.Key.Key_Left, "Card 0, 10 s ago: Talker 2.0 GB"),
        (Qt.Key.Key_Right, "Card 0, 5 s ago: Talker 2.0 GB"),
        (Qt.Key.Key_PageUp, "Card 0: No reading 1 min 5 s ago"),
        (Qt.Key.Key_Home, "Card 0: No reading 10 min ago"),
        (Qt.Key.Key_Left, "Card 0: No reading 10 min ago"),
        (Qt.Key.Key_End, "Card 0, now: Talker 2.0 GB"),
        (Qt.Key.Key_Right, "Card 0, now: Talker 2.0 GB"),
    ):
        qtbot.keyClick(desk.chart, key)
        assert desk.spoken().startswith(expected)
    assert desk.read_out() is not None
    qtbot.keyClick(desk.chart, Qt.Key.Key_Escape)
    assert desk.read_out() is None
    assert desk.spoken() == "Card 0: the last 10 minutes"


def test_cursor_stays_on_its_moment_and_is_not_announced_again(desk: Desk, qtbot: QtBot) -> None:
    desk.chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(desk.chart.hasFocus)
    qtbot.keyClick(desk.chart, Qt.Key.Key_Left)
    heard = desk.spoken()
    for _ in range(3):
        desk.read(running_gb=1.0)
    assert desk.read_out() == ("8 s ago", ["free", "reserved", "others", "Talker"])
    assert desk.spoken() == heard
    for _ in range(11):
        desk.read(after_s=60.0)
    assert desk.read_out() == ("No reading 10 min ago", [])
    desk.chart.clearFocus()
    assert desk.read_out() is None


def test_click_keeps_the_moment(desk: Desk, qtbot: QtBot) -> None:
    point_at(desk.chart, desk.at(20))
    qtbot.mouseClick(desk.chart, Qt.MouseButton.LeftButton, pos=desk.at(20))
    leave(desk.chart)
    shown = desk.read_out()
    assert shown is not None
    assert shown[0] == "20 s ago"


def test_cursor_and_focus_are_painted(desk: Desk, qtbot: QtBot) -> None:
    theme = desk.panel._style.theme
    plain = desk.image()
    desk.chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(desk.chart.hasFocus)
    qtbot.keyClick(desk.chart, Qt.Key.Key_PageUp)
    seen = desk.image()
    assert plain.pixelColor(desk.at(60, 0.7)) != QColor(theme.text)
    assert seen.pixelColor(desk.at(60, 0.7)) == QColor(theme.text)
    assert seen.pixelColor(desk.at(300, 1.0)) == QColor(theme.accent)


def test_opening_grows_and_closing_shrinks_the_window(closed: Desk, qtbot: QtBot) -> None:
    toggled: list[bool] = []
    closed.panel.history_toggled.connect(toggled.append)
    before = closed.window.size()
    button = closed.disclosure
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(closed.chart.isVisible)
    grown = closed.window.height() - before.height()
    assert grown == closed.chart.height() + 8, "the growth differs from the chart's height"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: closed.window.size() == before)
    assert toggled == [True, False]
    assert button.hasFocus()


def test_large_window_keeps_its_size(closed: Desk, qtbot: QtBot) -> None:
    closed.window.resize(900, 600)
    for _ in range(2):
        qtbot.mouseClick(closed.disclosure, Qt.MouseButton.LeftButton)
        assert closed.window.height() == 600


def test_resized_window_keeps_its_size(closed: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(closed.disclosure, Qt.MouseButton.LeftButton)
    closed.window.resize(900, closed.window.height() + 40)
    kept = closed.window.size()
    qtbot.mouseClick(closed.disclosure, Qt.MouseButton.LeftButton)
    assert closed.window.size() == kept


def test_one_button_opens_the_history_of_every_device(closed: Desk, qtbot: QtBot) -> None:
    closed.now_s += 1
    closed.feed.update(room((), (card(1.0), card(2.0, index=1))), TITLES)
    buttons = [device.disclosure for device in closed.panel._devices]
    assert [button.isVisible() for button in buttons] == [True, False]
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    charts = [device.chart for device in closed.panel._devices]
    qtbot.waitUntil(lambda: all(chart.isVisible() for chart in charts))
    closed.now_s += 1
    closed.feed.update(room((), (card(1.0), card(2.0, index=1), card(3.0, index=2))), TITLES)
    qtbot.waitUntil(closed.panel._devices[2].chart.isVisible)
    lefts = {device.chart.plot_area.left() for device in closed.panel._devices}
    assert len(lefts) == 1, "the plots are not aligned"


def test_histories_are_lower_on_a_small_screen(closed: Desk) -> None:
    closed.now_s += 1
    usual = closed.chart.sizeHint().height()
    closed.feed.update(room((), tuple(card(1.0, index=index) for index in range(4))), TITLES)
    assert closed.chart.sizeHint().height() < usual


def test_lost_device_hides_the_readout(desk: Desk, qtbot: QtBot) -> None:
    point_at(desk.chart, desk.at(10))
    assert desk.read_out() is not None
    desk.feed.update(room((), ()), TITLES)
    qtbot.waitUntil(lambda: desk.window.findChild(ReadOut) is None)


def test_later_window_shows_earlier_readings(desk: Desk, style: Style) -> None:
    panel = GaugePanel(desk.feed, style)
    panel.show_history(shown=True)
    chart = panel._devices[0].chart
    assert not chart.isHidden()
    assert len(chart._history.samples("GPU-0")) > 50
    panel.deleteLater()


def test_stand_in_for_a_device_has_its_own_history(desk: Desk, qtbot: QtBot) -> None:
    desk.chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(desk.chart.hasFocus)
    memory = replace(card(4.0, 16.0), kind="system", uuid="system")
    desk.now_s += 1
    desk.feed.update(room((), (memory,)), TITLES)
    assert desk.spoken() == "RAM: the last 10 minutes"
    assert desk.read_out() is None
