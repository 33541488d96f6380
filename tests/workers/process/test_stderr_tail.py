"""stderr is drained whatever comes: the end of it is kept, all of it goes to the log."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable

import pytest

from workers.process.stderr_tail import KEPT_LINES, MAX_LINE_BYTES, StderrTail

Drained = Callable[..., StderrTail]


@pytest.fixture
def drained() -> Drained:
    """Drains some bytes to their end."""

    def drain(data: bytes, on_line: Callable[[str], object] | None = None) -> StderrTail:
        tail = StderrTail("nightingale", io.BytesIO(data), on_line)
        assert tail.wait_ended(20)
        return tail

    return drain


def test_last_lines_are_kept(drained: Drained) -> None:
    tail = drained(b"".join(b"line %d\n" % number for number in range(1000)))
    assert tail.lines() == tuple(f"line {number}" for number in range(1000 - KEPT_LINES, 1000))


def test_every_line_is_logged_and_passed_on(
    drained: Drained, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    reported: list[str] = []
    drained(b"one\n\ntwo  \r\nthree", reported.append)
    assert reported == ["one", "two", "three"]
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("engineroom.worker.nightingale", line) for line in reported
    ]


def test_percent_signs_are_no_format(drained: Drained, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    drained(b"100% %s %d\n")
    assert caplog.messages == ["100% %s %d"]


def test_noise_is_kept_as_text(drained: Drained) -> None:
    assert drained(b"\xff\xfe\x00 noise\n").lines() == ("\ufffd\ufffd\x00 noise",)


def test_line_without_end_is_cut(drained: Drained) -> None:
    lines = drained(b"x" * (3 * MAX_LINE_BYTES)).lines()
    assert [len(line) for line in lines] == [MAX_LINE_BYTES] * 3


def test_listener_that_fails_stops_nothing(
    drained: Drained, caplog: pytest.LogCaptureFixture
) -> None:
    assert drained(b"one\ntwo\n", lambda line: 1 / 0).lines() == ("one", "two")
    assert "ZeroDivisionError" in caplog.text


def test_lines_may_be_asked_for_while_they_come() -> None:
    reading, writing = os.pipe()
    first = threading.Event()
    tail = StderrTail("nightingale", os.fdopen(reading, "rb"), lambda line: first.set())
    os.write(writing, b"one\n")
    assert first.wait(20)
    assert tail.lines() == ("one",)
    assert not tail.wait_ended(0)
    os.close(writing)
    assert tail.lines(wait_s=20) == ("one",)
    assert tail.wait_ended(20)
