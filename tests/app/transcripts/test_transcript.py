"""Transcripts as plain data, and as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.transcripts.transcript import Heard, Segment, Transcript, heard_in, segments_in
from app.transcripts.transcript_file import write_transcript

TWO = Transcript((Segment(0.0, 1.25, "Good morning."), Segment(61.5, 3661.042, "It is late.")))
SUBTITLES = """\
1
00:00:00,000 --> 00:00:01,250
Good morning.

2
00:01:01,500 --> 01:01:01,042
It is late.
"""


def test_words_and_subtitles() -> None:
    assert TWO.text == "Good morning.\nIt is late.\n"
    assert TWO.subtitles == SUBTITLES
    assert Transcript(()).subtitles == Transcript(()).text == ""


def test_segments_are_read_as_they_come() -> None:
    message: dict[str, Any] = {"segments": [{"start": 1, "end": 0.5, "text": " x ", "id": 3}]}
    assert segments_in(message) == (Segment(1.0, 1.0, "x"),), "an end is never before its start"
    assert segments_in({}) == ()


@pytest.mark.parametrize(
    ("heard_s", "duration_s", "fraction"), [(0.0, 8, 0.0), (2, 8.0, 0.25), (9, 8, 1.0), (0, 0, 0.0)]
)
def test_progress_of_a_transcript(heard_s: float, duration_s: float, fraction: float) -> None:
    heard = heard_in({"heard_s": heard_s, "duration_s": duration_s})
    assert heard is not None
    assert heard == Heard(heard_s, duration_s)
    assert heard.fraction == fraction


@pytest.mark.parametrize("message", [{}, {"heard_s": 1.0}, {"heard_s": "1", "duration_s": 2.0}])
def test_figures_that_are_missing_are_no_figures(message: dict[str, Any]) -> None:
    assert heard_in(message) is None


@pytest.mark.parametrize(
    "segments", ["text", [1], [{"start": 0}], [{"start": "x", "end": 1, "text": ""}], {"a": 1}]
)
def test_invalid_segments_are_refused(segments: object) -> None:
    with pytest.raises(ValueError, match="segment"):
        segments_in({"segments": segments})


@pytest.mark.parametrize(
    ("name", "content"), [("x.txt", TWO.text), ("x.SRT", SUBTITLES), ("x", TWO.text)]
)
def test_suffix_selects_the_format(tmp_path: Path, name: str, content: str) -> None:
    write_transcript(tmp_path / name, TWO)
    assert (tmp_path / name).read_text(encoding="utf-8") == content
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_failed_save_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(OSError, match=r"x\.txt"):
        write_transcript(tmp_path / "x.txt", TWO)
    assert [file.name for file in tmp_path.iterdir()] == ["x.txt"]
