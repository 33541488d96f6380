"""Trash, markers, and sizes of folders."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from workers.storage.disk_usage import disk_usage
from workers.storage.marker import read_marker, write_marker
from workers.storage.trash import discard, sweep, try_discard


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "core"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "module.py").write_bytes(bytes(1000))
    return folder


def test_discard_deletes_a_folder_and_ignores_a_missing_one(folder: Path) -> None:
    discard(folder)
    discard(folder)
    assert not list(folder.parent.iterdir())


def test_sweep_deletes_leftovers_of_this_folder_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise PermissionError(path)

    undo, other = folder.with_name(".undo-core"), folder.with_name("core-2")
    undo.mkdir()
    other.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", fail)
        with pytest.raises(PermissionError):
            discard(folder)
        try_discard(undo)
        discard(other, keep_undeletable=True)
    assert not folder.exists()
    assert not undo.exists()
    sweep(folder)
    (leftover,) = folder.parent.iterdir()
    assert leftover.name.startswith(".trash-core-2-")


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_invalid_marker_counts_as_missing(folder: Path, text: str) -> None:
    assert read_marker(folder, "marker.json") is None
    (folder / "marker.json").write_text(text)
    assert read_marker(folder, "marker.json") is None
    write_marker(folder, "marker.json", {"files": ["a"]})
    assert read_marker(folder, "marker.json") == {"files": ["a"]}


def test_disk_usage_counts_hard_links_once(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "module.py").hardlink_to(folder / "lib" / "module.py")
    (folder / "own.py").write_bytes(bytes(10))
    (folder / "own-2.py").hardlink_to(folder / "own.py")
    assert disk_usage(folder, cache, tmp_path / "missing") == 1010
    assert disk_usage(folder, exclusive=True) == 10
    assert disk_usage(folder, cache, exclusive=True) == 1010


def test_disk_usage_stops_when_cancelled(folder: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert disk_usage(folder, cancelled=cancelled) == 0
