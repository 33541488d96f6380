"""Real-time factor and first audio, of chunks and answers with any content."""

from __future__ import annotations

from typing import Any

import pytest

from workers.testing import FakeClock
from workers.tool.reported import SpeedMeter, StreamSpeedMeter

#: Half a second of speech.
CHUNK = {"payload": bytes(4000), "sample_rate": 4000, "dtype": "int16"}


class Heard:
    """A stream that was requested two seconds before its worker was ready."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.speed = SpeedMeter()
        requested_at = self.clock.now()
        self.clock.advance(2.0)
        self.stream = StreamSpeedMeter(self.speed, self.clock, requested_at)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_figures_of_a_stream(heard: Heard) -> None:
    heard.clock.advance(0.25)
    heard.stream.on_chunk(CHUNK)
    assert (heard.speed.first_audio_s, heard.speed.real_time_factor) == (2.25, None)
    heard.clock.advance(0.25)
    heard.stream.on_chunk({"payload": bytes(4000)})
    heard.stream.on_end({"device": "cpu"})
    assert (heard.speed.first_audio_s, heard.speed.real_time_factor) == (2.25, 0.5)


def test_workers_own_account_counts(heard: Heard) -> None:
    heard.stream.on_chunk(CHUNK)
    heard.clock.advance(0.5)  # its caller plays it
    heard.stream.on_end({"latency_ms": 50})
    assert heard.speed.real_time_factor == 0.1


def test_sound_begins_with_the_first_chunk_that_has_any(heard: Heard) -> None:
    heard.stream.on_chunk({"text": "Good"})
    assert heard.speed.first_audio_s is None
    heard.clock.advance(1.0)
    heard.stream.on_chunk({"payload": bytearray(8), "sample_rate": 8000})
    assert heard.speed.first_audio_s == 3.0


def test_worker_that_does_not_stream_reports_the_length(heard: Heard) -> None:
    heard.clock.advance(0.5)
    heard.stream.on_end({"path": "it.wav", "duration": 2.0})
    assert (heard.speed.first_audio_s, heard.speed.real_time_factor) == (None, 0.25)


@pytest.mark.parametrize(
    ("header", "result"),
    [
        ({}, {"error": "ValueError: boom"}),
        ({}, {}),  # it was dropped half-read, or its worker has gone
        ({"sample_rate": "fast"}, {"device": "cpu"}),
        ({"sample_rate": 0}, {"device": "cpu"}),
        ({"dtype": "float128"}, {"device": "cpu"}),
        ({"dtype": ["int16"]}, {"device": "cpu"}),
    ],
)
def test_stream_without_figures_changes_nothing(
    heard: Heard, header: dict[str, Any], result: dict[str, Any]
) -> None:
    heard.speed.note(1.0, 0.125)
    heard.clock.advance(1.0)
    heard.stream.on_chunk({**CHUNK, **header})
    heard.stream.on_end(result)
    assert heard.speed.real_time_factor == 0.125, "the last one that is known stays"


@pytest.mark.parametrize("duration", [0, -1.0, None, "2.0", True])
def test_duration_that_is_none(duration: object) -> None:
    pace = SpeedMeter()
    pace.note(duration, 1.0)
    assert pace.real_time_factor is None
