from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from workers.base.atomic_file import replacing, set_aside, set_aside_safely, write_file


def test_write_file_creates_the_folder_and_leaves_one_file(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.toml"
    write_file(file, "a = 1\n")
    write_file(file, "a = 'ü'\n", sync=False)
    assert file.read_bytes() == "a = 'ü'\n".encode()
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_write_file_sets_the_mode_of_a_new_and_of_an_old_file(tmp_path: Path) -> None:
    file = tmp_path / "1.json"
    file.write_text("{}")
    write_file(file, "{}", mode=0o600)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_replacing_keeps_the_old_file_when_the_block_raises(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("old")

    def fail() -> None:
        with replacing(file) as temporary:
            temporary.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_set_aside_never_overwrites_an_earlier_copy(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for number in range(1, 12):
        file.write_text(str(number))
        assert set_aside(file) == tmp_path / f"settings.damaged-{number}.toml"
        assert not file.exists()
    assert (tmp_path / "settings.damaged-1.toml").read_text() == "1"


def test_set_aside_copies_when_the_file_stays_in_use(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("a")
    assert set_aside(file, "before-reset", copy=True).name == "settings.before-reset-1.toml"
    assert file.read_text() == "a"


def test_set_aside_safely_says_where_the_file_is_or_why_it_is_not(tmp_path: Path) -> None:
    file = tmp_path / "licenses.toml"
    assert set_aside_safely(file) == (
        "the old file couldn't be backed up (No such file or directory)"
    )
    file.write_text("a")
    assert set_aside_safely(file) == "the old file is saved as licenses.damaged-1.toml"
