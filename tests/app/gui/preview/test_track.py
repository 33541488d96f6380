"""The waveform: painting and seeking."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.audio import Outline, Peaks, SpeechFormat
from app.gui.preview.audio.level_meter import LevelMeter, decibels
from app.gui.preview.audio.track import Track
from app.gui.preview.audio.waveform import Waveform
from app.gui.preview.figures import position_text
from app.gui.style.apply import Style
from tests.app.gui.conftest import args_of

Key = Qt.Key


def outline(seconds: float, level: float = 0.5) -> Outline:
    peaks = Peaks(SpeechFormat(1000, "float32"))
    peaks.add(array("f", [level, -level] * int(seconds * 500)).tobytes())
    return peaks.outline()


@pytest.fixture
def waveform(style: Style, qtbot: QtBot) -> Waveform:
    waveform = Waveform(style)
    qtbot.addWidget(waveform)
    waveform.resize(416, 48)  # 8 pixels at each side
    waveform.show()
    return waveform


def shot(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def columns_of(image: QImage, color: str) -> list[int]:
    """Returns the columns with a pixel of a color near the middle line."""
    expected, middle = QColor(color), image.height() // 2 - 6
    return [x for x in range(image.width()) if image.pixelColor(x, middle) == expected]


def test_empty_track_has_no_positions(waveform: Waveform) -> None:
    assert not waveform.isEnabled()
    assert waveform.maximum() == 0
    waveform.show_outline(outline(1.0), is_complete=True)
    assert waveform.isEnabled()


def test_waveform_grows_and_rescales_when_full(waveform: Waveform) -> None:
    theme = waveform._style.theme
    waveform.show_outline(outline(1.0), is_complete=False)
    assert waveform.span_s == 4.0
    assert 90 <= len(columns_of(shot(waveform), theme.others)) <= 101
    waveform.show_outline(outline(5.0), is_complete=False)
    assert waveform.span_s == 8.0
    waveform.show_outline(outline(5.0), is_complete=True)
    assert waveform.span_s == 5.0
    assert len(columns_of(shot(waveform), theme.others)) >= 395


def test_played_part_has_another_color(waveform: Waveform) -> None:
    theme = waveform._style.theme
    waveform.show_outline(outline(4.0), is_complete=True)
    waveform.show_position(1.0)
    image = shot(waveform)
    heard, unheard = columns_of(image, theme.accent), columns_of(image, theme.others)
    assert max(heard) < 108 < min(unheard)
    assert 95 <= len(heard) <= 101


@pytest.mark.parametrize("level", [0.01, 5.0, float("inf")])
def test_quiet_and_loud_speech_stays_inside_the_waveform(waveform: Waveform, level: float) -> None:
    waveform.show_outline(outline(1.0, level), is_complete=True)
    image, theme = shot(waveform), waveform._style.theme
    assert image.pixelColor(200, 24) == QColor(theme.others)
    assert image.pixelColor(200, 3) == QColor(theme.raised)


def test_click_seeks(waveform: Waveform, qtbot: QtBot) -> None:
    waveform.show_outline(outline(4.0), is_complete=True)
    with qtbot.waitSignal(waveform.sought) as sought:
        qtbot.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(8 + 300, 20))
    assert args_of(sought) == [3.0]
    assert waveform.value() == 3000


def test_click_beyond_the_end_seeks_to_the_end(waveform: Waveform, qtbot: QtBot) -> None:
    waveform.show_outline(outline(1.0), is_complete=False)
    with qtbot.waitSignal(waveform.sought) as sought:
        qtbot.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=QPoint(350, 20))
    assert args_of(sought) == [1.0]


@pytest.mark.parametrize(
    ("key", "seconds"),
    [(Key.Key_Right, 3.0), (Key.Key_Left, 1.0), (Key.Key_Home, 0.0), (Key.Key_End, 4.0)],
)
def test_keys_seek(waveform: Waveform, qtbot: QtBot, key: Key, seconds: float) -> None:
    waveform.show_outline(outline(4.0), is_complete=True)
    waveform.show_position(2.0)
    with qtbot.waitSignal(waveform.sought) as sought:
        qtbot.keyClick(waveform, key)
    assert args_of(sought) == [seconds]
    assert waveform.value() == seconds * 1000


def test_playhead_updates_do_not_seek(waveform: Waveform, qtbot: QtBot) -> None:
    waveform.show_outline(outline(4.0), is_complete=True)
    with qtbot.assertNotEmitted(waveform.sought, wait=20):
        waveform.show_position(2.0)


@pytest.mark.parametrize(
    ("level", "db"), [(1.0, 0.0), (0.5, -6.02), (0.0, -60.0), (1e-9, -60.0), (2.0, 6.02)]
)
def test_levels_in_decibels(level: float, db: float) -> None:
    assert decibels(level) == pytest.approx(db, abs=0.01)


def test_meter_rises_at_once_and_falls_slowly(style: Style, qtbot: QtBot) -> None:
    meter = LevelMeter(style)
    qtbot.addWidget(meter)
    meter.resize(8, 60)
    meter.show_level(0.5)
    assert meter.shown_db == pytest.approx(-6.02, abs=0.01)
    meter.show_level(0.0)
    assert meter.shown_db == pytest.approx(-8.02, abs=0.01)
    image = shot(meter)
    assert image.pixelColor(4, 50) == QColor(style.theme.accent)
    assert image.pixelColor(4, 4) == QColor(style.theme.free)
    meter.show_level(1.0)
    assert shot(meter).pixelColor(4, 30) == QColor(style.theme.caution)
    meter.clear()
    assert meter.shown_db == -60.0


class Ear:
    position_s = 0.0


def test_track_follows_playback_and_rests_at_the_end(style: Style, qtbot: QtBot) -> None:
    track, ear = Track(style), Ear()
    qtbot.addWidget(track)
    track.show()
    track.show_outline(outline(90.0))
    track.follow(ear)
    ear.position_s = 61.26
    qtbot.waitUntil(lambda: track._position.text() == "1:01.2")
    assert track.waveform.value() == 61260
    assert track.meter.shown_db > -10
    ear.position_s = 90.0
    track.follow(None)
    assert track._position.text() == "1:30.0", "the final position isn't shown"
    assert track.meter.shown_db == -60.0
    assert not track._timer.isActive()
    track.clear()
    assert track.waveform.value() == 0
    assert track._length.text() == "of 0:00.0"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00.0"), (3.29, "0:03.2"), (61, "1:01.0"), (3600, "60:00.0")]
)
def test_positions_as_clock_times(seconds: float, text: str) -> None:
    assert position_text(seconds) == text
