"""Following a log from its end on, wherever its file goes meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs.lines import format_line
from app.logs.log_file import LogFile
from app.logs.reading import LogReader


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LogFile]:
    file = LogFile(tmp_path / "a.log", max_bytes=2000)
    yield file
    file.close()


def say(file: LogFile, *numbers: int, level: int = logging.INFO) -> None:
    for number in numbers:
        file.write(format_line(0.0, level, "x", f"line {number}"))


def numbers(reader: LogReader) -> list[int]:
    return [int(line.text.split()[1]) for line in reader.follow().lines]


def test_log_that_does_not_exist_yet(tmp_path: Path, file: LogFile) -> None:
    reader = LogReader(tmp_path / "a.log")
    assert reader.follow().lines == ()
    say(file, 1)
    assert numbers(reader) == [1]
    say(file, 2)
    assert numbers(reader) == [2]
    assert numbers(reader) == []


def test_last_lines_include_rotated_files(tmp_path: Path, file: LogFile) -> None:
    say(file, *range(100))
    assert numbers(LogReader(tmp_path / "a.log", max_lines=60)) == list(range(40, 100))


@pytest.mark.parametrize("step", [1, 7, 30, 80])
def test_no_line_is_lost_or_doubled_across_rotations(
    tmp_path: Path, file: LogFile, step: int
) -> None:
    reader = LogReader(tmp_path / "a.log")
    seen = []
    for start in range(0, 400, step):
        say(file, *range(start, start + step))
        part = reader.follow()
        assert start == 0 or not part.is_anew
        seen += [int(line.text.split()[1]) for line in part.lines]
    assert seen == list(range(len(seen)))


def test_slow_reader_starts_again(tmp_path: Path, file: LogFile) -> None:
    say(file, 0)
    reader = LogReader(tmp_path / "a.log", max_lines=10)
    reader.follow()
    say(file, *range(1, 1000))
    part = reader.follow()
    assert part.is_anew
    assert [line.text for line in part.lines] == [f"line {number}" for number in range(990, 1000)]


def test_incomplete_line_is_held_back(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    complete = format_line(0.0, logging.INFO, "x", "line 1")
    path.write_bytes(complete + complete[:10])
    reader = LogReader(path)
    assert numbers(reader) == [1]
    path.write_bytes(complete + complete)
    assert numbers(reader) == [1]


def test_less_serious_lines_are_passed_over(tmp_path: Path, file: LogFile) -> None:
    reader = LogReader(tmp_path / "a.log", min_level=logging.WARNING)
    say(file, 1)
    say(file, 2, level=logging.ERROR)
    assert numbers(reader) == [2]
    say(file, 3)
    say(file, 4, level=logging.WARNING)
    assert numbers(reader) == [4]


def test_foreign_lines_are_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"what\xff is this\x07\n")
    (line,) = LogReader(path).follow().lines
    assert (line.time, line.text) == ("", "what\ufffd is this\ufffd")


def test_unreadable_log_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.log").mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        LogReader(tmp_path / "a.log").follow()
