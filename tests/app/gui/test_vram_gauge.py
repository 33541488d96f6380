"""The memory gauge: sums and painting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.gui.controller.gauge_feed import GaugeFeed
from app.gui.state.gauge import Gauge, Part, PartKind, gauges, smallest_gpu_bytes
from app.gui.style.apply import Style
from app.gui.style.theme import DARK, LIGHT, Theme
from app.gui.vram_gauge import wording
from app.gui.vram_gauge.bar import GaugeBar
from app.gui.vram_gauge.legend import Legend
from app.gui.vram_gauge.panel import GaugePanel
from tests.app.gui.pictures import GB, TITLES, card, room, running, worker
from tests.app.gui.pointer import point_at
from workers.devices.probe import DeviceReading, ProcessMemory
from workers.memory.plan import Place
from workers.snapshot import DeviceLedger, RoomSnapshot

# The offscreen platform can't raise windows, and warns when a tool tip opens.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")


def shown(gauge: Gauge) -> list[tuple[str, float]]:
    return [(part.name or part.kind.value, round(part.size_bytes / GB, 2)) for part in gauge.parts]


def test_workers_others_reserved_and_free_add_up() -> None:
    workers = (running("talker", 1.5), running("second", 0.5))
    (gauge,) = gauges(room(workers, (card(3.0),), GB), TITLES)
    assert shown(gauge) == [
        ("Talker", 1.5),
        ("Second", 0.5),
        ("others", 1.0),
        ("reserved", 1.0),
        ("free", 4.0),
    ]
    assert gauge.used_bytes == 3 * GB
    assert wording.summary(gauge) == "3.0 GB of 8.0 GB in use"


def test_order_and_color_follow_the_table_not_the_snapshot() -> None:
    workers = (running("second", 0.5), running("talker", 1.5))
    (gauge,) = gauges(room(workers, (card(3.0),), 0), TITLES)
    assert [(part.name, part.place) for part in gauge.parts[:2]] == [("Talker", 0), ("Second", 1)]


@pytest.mark.parametrize(
    ("held_gb", "used_gb", "reserved_gb"), [(3.0, 2.0, 0.0), (7.0, 7.5, 4.0), (9.0, 8.0, 9.0)]
)
def test_contradictory_readings_never_overfill_the_bar(
    held_gb: float, used_gb: float, reserved_gb: float
) -> None:
    moment = room((running("talker", held_gb),), (card(used_gb),), int(reserved_gb * GB))
    (gauge,) = gauges(moment, TITLES)
    assert sum(part.size_bytes for part in gauge.parts) == 8 * GB
    assert all(part.size_bytes > 0 for part in gauge.parts)


def test_worker_is_shown_on_its_gpu() -> None:
    workers = (running("talker", 1.0), running("second", 2.0, device="cuda:1"))
    first, second = gauges(room(workers, (card(1.0), card(2.5, index=1)), GB), TITLES)
    assert shown(first) == [("Talker", 1.0), ("reserved", 1.0), ("free", 6.0)]
    assert shown(second) == [("Second", 2.0), ("others", 0.5), ("free", 5.5)]


def test_cpu_worker_is_not_shown_on_a_gpu() -> None:
    workers = (running("talker", 0.0, device="cpu", ram_bytes=GB),)
    (gauge,) = gauges(room(workers, (card(1.0),), 0), TITLES)
    assert shown(gauge) == [("others", 1.0), ("free", 7.0)]


def test_gauge_shows_ram_without_a_gpu() -> None:
    memory = DeviceReading(0, "system", "Memory", "system", 16 * GB, 4 * GB, 12 * GB)
    workers = (running("talker", 0.0, device="cpu", ram_bytes=GB), worker("second"))
    (gauge,) = gauges(room(workers, (memory,), 0), TITLES)
    assert shown(gauge) == [("Talker", 1.0), ("others", 3.0), ("free", 12.0)]
    assert wording.title(gauge) == "RAM"


def test_reservation_is_shown_on_its_gpu() -> None:
    cards = (card(1.0), card(1.0, index=1))
    ledgers = tuple(
        DeviceLedger(it.uuid, reserved_gb * GB, 0, (), GB)
        for it, reserved_gb in zip(cards, (2, 3), strict=True)
    )
    first, second = gauges(RoomSnapshot((), cards, ledgers), TITLES)
    assert shown(first) == [("others", 1.0), ("reserved", 2.0), ("free", 5.0)]
    assert shown(second) == [("others", 1.0), ("reserved", 3.0), ("free", 4.0)]
    assert [wording.title(device) for device in (first, second)] == [
        "GPU 0: Card 0",
        "GPU 1: Card 1",
    ]


def test_worker_is_shown_where_memory_is_reserved() -> None:
    place = Place("GPU-1", 1, "Card 1", "cuda")
    workers = (running("talker", 1.0, place=place, device="cuda:0"),)
    first, second = gauges(room(workers, (card(1.0), card(1.0, index=1))), TITLES)
    assert shown(first) == [("others", 1.0), ("free", 7.0)]
    assert shown(second) == [("Talker", 1.0), ("free", 7.0)]


def test_other_programs_are_named() -> None:
    held = [("browser", 1.0), ("browser", 0.5), ("game", 2.0), (None, 0.25)]
    others = [
        ProcessMemory(pid, int(size_gb * GB), name) for pid, (name, size_gb) in enumerate(held, 70)
    ]
    (gauge,) = gauges(room((), (card(4.0),), 0, *others), TITLES)
    assert wording.part_hint(gauge.parts[0]).splitlines() == [
        "Other programs 4.0 GB",
        "game: 2.0 GB",
        "browser: 1.5 GB",
        "#73: 0.25 GB",
    ]


def test_programs_of_unknown_size_are_named() -> None:
    others = [ProcessMemory(pid, None, f"program {pid}") for pid in range(11)]
    (gauge,) = gauges(room((), (card(4.0),), 0, *others), TITLES)
    lines = wording.part_hint(gauge.parts[0]).splitlines()
    assert lines[1] == "program 0: size unknown"
    assert lines[-1] == "and 3 more"


def test_old_figures_are_marked() -> None:
    for age_s, warning in (
        (0.0, ""),
        (1.9, ""),
        (7.4, "The GPU driver isn’t responding. Last reading 7 s ago"),
    ):
        (gauge,) = gauges(room((), (replace(card(1.0), age_s=age_s),)), TITLES)
        assert wording.warning(gauge) == warning
        assert warning in wording.description(gauge)


def test_ram_replaces_a_gpu_without_a_driver() -> None:
    memory = DeviceReading(0, "system", "Memory", "system", 16 * GB, 4 * GB, 12 * GB)
    (never,) = gauges(room((), (memory,)), TITLES)
    (lost,) = gauges(room((), (memory,)), TITLES, had_gpu=True)
    assert wording.warning(never) == ""
    assert wording.warning(lost) == "Waiting for the GPU driver"
    assert wording.title(lost) == "RAM"


def test_smallest_gpu_size() -> None:
    memory = DeviceReading(0, "system", "Memory", "system", 16 * GB, 4 * GB, 12 * GB)
    assert smallest_gpu_bytes([card(1.0), card(1.0, 6.0, index=1)]) == 6 * GB
    assert smallest_gpu_bytes([memory]) == 0


def test_bar_fades_while_figures_are_old(qtbot: QtBot) -> None:
    (gauge,) = gauges(room((running("talker", 8.0),), (card(8.0),)), TITLES)
    fresh = painted(gauge, LIGHT, qtbot).pixelColor(100, 12)
    faded = painted(replace(gauge, stale_s=3.0), LIGHT, qtbot).pixelColor(100, 12)
    assert fresh == QColor(LIGHT.worker(0))
    assert faded.lightness() > fresh.lightness()


def painted(gauge: Gauge, theme: Theme, qtbot: QtBot) -> QImage:
    bar = GaugeBar(gauge, theme)
    qtbot.addWidget(bar)
    bar.resize(800, 24)
    return bar.grab().toImage()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_parts_are_painted_to_scale(theme: Theme, qtbot: QtBot) -> None:
    parts = (
        Part(PartKind.WORKER, 2 * GB, "Talker", 0),
        Part(PartKind.WORKER, 1 * GB, "Second", 1),
        Part(PartKind.OTHERS, 1 * GB),
        Part(PartKind.RESERVED, 2 * GB),
        Part(PartKind.FREE, 2 * GB),
    )
    image = painted(Gauge("Card", False, 8 * GB, parts), theme, qtbot)
    for x, color in ((100, theme.worker(0)), (250, theme.worker(1)), (350, theme.others)):
        assert image.pixelColor(x, 12) == QColor(color)
    assert image.pixelColor(700, 12) == QColor(theme.free)
    hatched = {image.pixelColor(x, 12).name() for x in range(420, 590)}
    assert len(hatched) > 2, "reserved memory is not hatched"


def test_small_part_has_a_minimum_width(qtbot: QtBot) -> None:
    parts = (Part(PartKind.WORKER, GB // 1024, "Talker", 0), Part(PartKind.FREE, 8 * GB))
    bar = GaugeBar(Gauge("Card", False, sum(p.size_bytes for p in parts), parts), LIGHT)
    qtbot.addWidget(bar)
    bar.resize(800, 24)
    (_, talker), (_, free) = bar.areas()
    assert talker.width() == 2.0
    assert free.right() == 800.0


def test_panel_follows_added_and_removed_devices(style: Style, qtbot: QtBot) -> None:
    feed = GaugeFeed()
    panel = GaugePanel(feed, style)
    qtbot.addWidget(panel)
    for count in (0, 2, 1, 0, 1):
        devices = tuple(card(1.0, index=index) for index in range(count))
        feed.update(room((), devices, 0), TITLES)
        bars = [bar for bar in panel.findChildren(GaugeBar) if bar.parent() in panel._devices]
        named = [f"GPU {i}: Card {i}" if count > 1 else "Card 0" for i in range(count)]
        assert [bar.accessibleName() for bar in bars] == named
    assert bars[0].accessibleDescription() == (
        "1.0 GB of 8.0 GB in use, Other programs 1.0 GB, Free 7.0 GB"
    )


def test_first_reading_does_not_move_the_layout(style: Style, qtbot: QtBot) -> None:
    for is_open in (False, True):
        feed = GaugeFeed()
        panel = GaugePanel(feed, style)
        qtbot.addWidget(panel)
        panel.show_history(is_open)
        before = panel.sizeHint().height()
        feed.update(room((), (card(1.0),)), TITLES)
        panel.show()
        assert panel.sizeHint().height() == before


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[GaugeBar]:
    """The visible bar, with a worker, other programs, reserved and free memory."""
    others = ProcessMemory(70, GB, "browser")
    (gauge,) = gauges(room((running("talker", 1.0),), (card(2.0),), GB, others), TITLES)
    window = QWidget()
    qtbot.addWidget(window)
    bar = GaugeBar(gauge, LIGHT, window)
    window.resize(800, 60)
    bar.resize(800, 24)
    elsewhere = QPushButton(window)
    elsewhere.setFocus()
    window.show()
    qtbot.waitUntil(elsewhere.hasFocus)
    yield bar
    window.hide()


def spoken(widget: QWidget) -> str:
    """Returns the text for screen readers."""
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face.text(QAccessible.Text.Name)


def test_arrow_keys_select_parts(bar: GaugeBar, qtbot: QtBot) -> None:
    assert spoken(bar) == "Card 0"
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(bar.hasFocus)
    heard = [spoken(bar)]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right):
        qtbot.keyClick(bar, key)
        heard.append(spoken(bar))
    assert heard == [
        "Card 0: Talker 1.0 GB",
        "Card 0: Other programs 1.0 GB",
        "Card 0: Reserved 1.0 GB",
        "Card 0: Free 5.0 GB",
        "Card 0: Free 5.0 GB",
    ]
    qtbot.keyClick(bar, Qt.Key.Key_Home)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert spoken(bar) == "Card 0: Talker 1.0 GB"
    assert QToolTip.text() == "Talker 1.0 GB"
    bar.clearFocus()
    assert spoken(bar) == "Card 0"


def test_right_to_left_bar_begins_at_the_right(bar: GaugeBar, qtbot: QtBot) -> None:
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    areas = [area for _, area in bar.areas()]
    assert areas[0].right() == bar.width()
    assert areas[-1].left() == 0
    assert all(it.left() == pytest.approx(on.right()) for it, on in pairwise(areas))
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert spoken(bar) == "Card 0: Other programs 1.0 GB"
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert spoken(bar) == "Card 0: Talker 1.0 GB"


def test_other_keys_reach_the_window(bar: GaugeBar) -> None:
    cyrillic = ord("Ф")  # Not a named key of Qt.
    for key, is_taken in ((Qt.Key.Key_Right, True), (Qt.Key.Key_Escape, False), (cyrillic, False)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        bar.keyPressEvent(event)
        assert event.isAccepted() == is_taken


def test_selected_part_stays_when_parts_are_added(bar: GaugeBar, qtbot: QtBot) -> None:
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    workers = (running("talker", 1.0), running("second", 1.0))
    (gauge,) = gauges(room(workers, (card(4.0),)), TITLES)
    bar.show_gauge(gauge, LIGHT)
    assert bar.current == Part(PartKind.OTHERS, 2 * GB)
    assert spoken(bar) == "Card 0: Other programs 1.0 GB", "every reading would be announced"
    (gauge,) = gauges(room(workers, (card(2.0),)), TITLES)
    bar.show_gauge(gauge, LIGHT)
    assert spoken(bar) == "Card 0: Talker 1.0 GB", "the selection stays on a removed part"


def test_selected_part_has_a_frame(bar: GaugeBar, qtbot: QtBot) -> None:
    plain = bar.grab().toImage()
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    qtbot.keyClick(bar, Qt.Key.Key_End)
    framed = bar.grab().toImage()
    _, free = bar.areas()[-1]
    edge, beside = int(free.left()) + 1, int(free.left()) - 50
    assert framed.pixelColor(edge, 12) == QColor(LIGHT.text)
    assert framed.pixelColor(beside, 12) == plain.pixelColor(beside, 12)


def test_legend_marks_the_hovered_or_selected_part(bar: GaugeBar, qtbot: QtBot) -> None:
    marked: list[Part | None] = []
    bar.pointed.connect(marked.append)
    talker, *_, free = (part for part, _ in bar.areas())
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    assert marked[-1] == talker
    point_at(bar, QPoint(790, 12))
    assert marked[-1] == free
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert marked[-1] == talker
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(790, 12))
    assert bar.current == free
    bar.clearFocus()
    bar.leaveEvent(QEvent(QEvent.Type.Leave))
    assert marked[-1] is None


def test_legend_underlines_the_marked_part(style: Style, qtbot: QtBot) -> None:
    (gauge,) = gauges(room((running("talker", 1.0),), (card(1.0),)), TITLES)
    panel = QWidget()
    qtbot.addWidget(panel)
    legend = Legend(gauge, style, panel)
    legend.resize(600, legend.heightForWidth(600))
    accent = QColor(style.theme.accent)
    for part, is_underlined in ((None, False), (gauge.parts[0], True), (gauge.parts[1], False)):
        legend.mark(part)
        image = legend.grab().toImage()
        assert (image.pixelColor(5, legend.height() - 1) == accent) == is_underlined
