"""Files joined from the parts in packages."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from workers.engines.support import file_parts as parts

CONTENT = bytes(range(256)) * 9000  # More than two blocks.


@pytest.fixture
def halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    middle = len(CONTENT) // 3
    paths = [tmp_path / "part1", tmp_path / "part2"]
    paths[0].write_bytes(CONTENT[:middle])
    paths[1].write_bytes(CONTENT[middle:])
    return paths


SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_parts_are_joined_once(halves: list[Path]) -> None:
    joined = parts.join_parts("model/model.bin", halves, SHA256)
    assert joined.read_bytes() == CONTENT
    assert joined.is_relative_to(sys.prefix)
    written = joined.stat()
    assert parts.join_parts("model/model.bin", halves, SHA256) == joined
    assert joined.stat() == written


def test_file_of_wrong_length_is_joined_again(halves: list[Path]) -> None:
    joined = parts.join_parts("model/model.bin", halves, SHA256)
    joined.write_bytes(b"half of it")
    assert parts.join_parts("model/model.bin", halves, SHA256).read_bytes() == CONTENT


def test_damaged_parts_leave_nothing_behind(halves: list[Path]) -> None:
    halves[1].write_bytes(b"?" * 10)
    with pytest.raises(ValueError, match=r"model\.bin is damaged in its packages .*install"):
        parts.join_parts("model/model.bin", halves, SHA256)
    assert not [path for path in Path(sys.prefix).rglob("*") if path.is_file()]


def test_missing_part_is_an_error(halves: list[Path]) -> None:
    halves[0].unlink()
    with pytest.raises(FileNotFoundError, match="part1"):
        parts.join_parts("model/model.bin", halves, SHA256)
