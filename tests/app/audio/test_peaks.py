"""Peaks of speech for the waveform, independent of chunk sizes and length."""

from __future__ import annotations

import time
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audio import Peaks, SpeechFormat
from app.audio.peaks import MAX_INTERVALS, NOTHING

INT16 = SpeechFormat(1000, "int16")  # 5 samples a moment


def outlined(*chunks: list[int]) -> tuple[list[float], list[float]]:
    peaks = Peaks(INT16)
    for chunk in chunks:
        peaks.add(array("h", chunk).tobytes())
    outline = peaks.outline()
    assert outline.duration_s == sum(map(len, chunks)) / 1000
    return list(outline.lows), list(outline.highs)


@given(st.lists(st.lists(st.integers(-32768, 32767), max_size=23), max_size=9))
def test_peaks_are_independent_of_chunk_sizes(chunks: list[list[int]]) -> None:
    complete = [sample for chunk in chunks for sample in chunk]
    moments = [complete[start : start + 5] for start in range(0, len(complete), 5)]
    lows, highs = outlined(*chunks)
    assert lows == [min(moment) / 32768 for moment in moments]
    assert highs == [max(moment) / 32768 for moment in moments]


def test_float_samples_are_unscaled_and_nan_is_silence() -> None:
    peaks = Peaks(SpeechFormat(1000, "float32"))
    peaks.add(array("f", [0.5, -0.25, 0, 0, 0] + [float("nan")] * 5).tobytes())
    outline = peaks.outline()
    assert list(outline.highs) == [0.5, 0.0]
    assert list(outline.lows) == [-0.25, 0.0]


def test_long_speech_has_longer_intervals_and_keeps_peaks() -> None:
    peaks = Peaks(INT16)
    loud_at = 3 * 5 * MAX_INTERVALS - 100
    samples = array("h", bytes(2 * 3 * 5 * MAX_INTERVALS + 6))
    samples[loud_at] = 16384
    raw = samples.tobytes()
    for start in range(0, len(raw), 99_998):
        peaks.add(raw[start : start + 99_998])
    outline = peaks.outline()
    assert len(outline.highs) == len(outline.lows) <= MAX_INTERVALS
    assert outline.interval_s == 0.02
    assert outline.duration_s == len(samples) / 1000
    assert list(outline.highs).index(0.5) == int(loud_at / 1000 / outline.interval_s)


def test_outline_is_a_snapshot() -> None:
    peaks = Peaks(INT16)
    peaks.add(array("h", [1000] * 3).tobytes())
    before = peaks.outline()
    peaks.add(array("h", [2000] * 3).tobytes())
    assert list(before.highs) == [pytest.approx(1000 / 32768)]


@pytest.mark.parametrize(("count", "shown"), [(1, [(-0.5, 0.5)]), (2, [(0, 0.5), (-0.5, 0)])])
def test_columns_hold_the_extremes(count: int, shown: list[tuple[float, float]]) -> None:
    peaks = Peaks(INT16)
    peaks.add(array("h", [16384] * 5 + [0] * 10 + [-16384] * 5).tobytes())
    columns = peaks.outline().columns(count)
    assert [(min(0, low), max(0, high)) for low, high in columns] == shown


def test_columns_of_short_and_of_empty_speech() -> None:
    peaks = Peaks(INT16)
    assert peaks.outline().columns(10) == NOTHING.columns(10) == []
    peaks.add(array("h", [16384]).tobytes())
    assert peaks.outline().columns(4) == [(0.5, 0.5)] * 4


def test_level_covers_the_last_moments() -> None:
    peaks = Peaks(INT16)
    peaks.add(array("h", [16384] * 100 + [-8192] * 100).tobytes())
    outline = peaks.outline()
    assert outline.level(0.05) == 0.5
    assert outline.level(0.2) == 0.25
    assert outline.level(5.0) == 0.25, "an interval longer than the speech"
    assert NOTHING.level(0.0) == 0.0


def test_peaks_are_cheap_enough_for_playback() -> None:
    """Takes about 1 ms per second of speech; the limit is 20 ms, 2 % of real time."""
    peaks = Peaks(SpeechFormat(24000, "float32"))
    second = array("f", [0.1, -0.1] * 12000).tobytes()
    began = time.process_time()
    for _ in range(20):
        peaks.add(second)
    assert (time.process_time() - began) / 20 < 0.02
