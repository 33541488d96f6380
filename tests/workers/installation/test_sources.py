"""Code that is in no package, from a stand-in for GitHub."""

from __future__ import annotations

import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.code_archives import CodeServer, archive, code_server
from workers.base.events import Progress
from workers.catalog.entry import Source
from workers.errors import InstallationFailed
from workers.installation import archive as unpacking
from workers.installation.archive import BadArchive, unpack
from workers.installation.sources import MARKER, SourceStore

_A, _B = "a" * 40, "b" * 40
ENGINE = Source("owner/engine", _A)
PART = Source("owner/part", _B, "third_party/part")


@pytest.fixture
def server() -> Iterator[CodeServer]:
    with code_server() as server:
        server.offer("owner/engine", _A, {"engine/__init__.py": "ENGINE = 1\n", "LICENSE": "free"})
        server.offer("owner/part", _B, {"part.py": "PART = 2\n"})
        yield server


@pytest.fixture
def store(tmp_path: Path, server: CodeServer) -> SourceStore:
    return SourceStore(tmp_path / "sources", server.address)


def fetch(store: SourceStore, *sources: Source) -> list[Progress]:
    reports: list[Progress] = []
    store.fetch("cosy", sources, progress=reports.append, cancelled=threading.Event())
    return reports


def left_over(store: SourceStore) -> list[str]:
    """Returns what is left beside the engines' folders, except locks."""
    names = (
        path.name for path in store.root.iterdir() if path.is_file() or path.name.startswith(".")
    )
    return [name for name in names if not name.endswith(".lock")]


@pytest.mark.parametrize("sends_length", [True, False])
def test_fetch_downloads_all_sources(
    store: SourceStore, server: CodeServer, sends_length: bool
) -> None:
    server.sends_length = sends_length
    assert not store.is_complete("cosy", [ENGINE, PART])
    reports = fetch(store, ENGINE, PART)
    folder = store.folder("cosy")
    assert (folder / "engine" / "__init__.py").read_text() == "ENGINE = 1\n"
    assert (folder / "third_party" / "part" / "part.py").read_text() == "PART = 2\n"
    assert store.is_complete("cosy", [ENGINE, PART])
    assert store.damaged("cosy") == ()
    assert store.size_bytes("cosy") == len("ENGINE = 1\n") + len("PART = 2\n") + len("free")
    assert left_over(store) == []
    fractions = [report.fraction for report in reports if report.fraction is not None]
    assert fractions == sorted(fractions)
    assert {"owner/engine", "owner/part"} == {report.detail.split(",")[0] for report in reports}
    assert all(report.done_bytes is not None for report in reports)


def test_other_commit_is_incomplete(store: SourceStore) -> None:
    fetch(store, ENGINE)
    assert store.is_complete("cosy", [ENGINE])
    assert not store.is_complete("cosy", [Source("owner/engine", _B)])
    assert not store.is_complete("cosy", [ENGINE, PART])
    assert store.is_complete("cosy", []), "an engine that needs none has all"
    assert not store.is_complete("other", [ENGINE])


def test_fetch_replaces_old_code(store: SourceStore, server: CodeServer) -> None:
    fetch(store, ENGINE)
    newer = Source("owner/engine", _B)
    server.offer("owner/engine", _B, {"engine/other.py": ""})
    fetch(store, newer)
    assert not (store.folder("cosy") / "engine" / "__init__.py").exists()
    assert store.is_complete("cosy", [newer])
    assert left_over(store) == []


def test_changed_and_missing_files_are_damaged(store: SourceStore) -> None:
    fetch(store, ENGINE)
    (store.folder("cosy") / "LICENSE").write_text("not free")
    (store.folder("cosy") / "engine" / "__init__.py").unlink()
    assert set(store.damaged("cosy")) == {"LICENSE", "engine/__init__.py"}


def test_remove_deletes_the_code(store: SourceStore) -> None:
    store.remove("cosy")
    fetch(store, ENGINE)
    store.remove("cosy")
    assert not store.folder("cosy").exists()
    assert not store.is_complete("cosy", [ENGINE])


def test_failed_fetch_keeps_the_old_code(store: SourceStore) -> None:
    fetch(store, ENGINE)
    with pytest.raises(
        InstallationFailed, match=r"Couldn't download the code of cosy: .* doesn't exist"
    ):
        fetch(store, ENGINE, Source("owner/gone", _A))
    assert store.is_complete("cosy", [ENGINE])
    assert left_over(store) == []


def test_lost_connection_fails(store: SourceStore, server: CodeServer) -> None:
    server.cut_short = True
    with pytest.raises(InstallationFailed, match="Check your network connection"):
        fetch(store, ENGINE)
    assert not store.folder("cosy").exists()
    server.cut_short = False
    fetch(store, ENGINE)


def test_unreachable_server_fails(tmp_path: Path) -> None:
    store = SourceStore(tmp_path / "sources", "http://127.0.0.1:9")
    with pytest.raises(InstallationFailed, match="Check your network connection"):
        fetch(store, ENGINE)


def test_invalid_archive_fails(store: SourceStore, server: CodeServer) -> None:
    server.archives[f"/owner/engine/tar.gz/{_A}"] = b"<html>Log in to this network</html>"
    with pytest.raises(InstallationFailed, match="couldn't read"):
        fetch(store, ENGINE)


def test_fetch_can_be_cancelled(store: SourceStore, server: CodeServer) -> None:
    fetch(store, ENGINE)
    server.hold = threading.Event()
    cancelled = threading.Event()

    def cancel() -> None:
        assert server.is_held.wait(30.0)
        cancelled.set()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    with pytest.raises(InstallationFailed, match="Canceled"):
        store.fetch("cosy", [PART], progress=lambda _: None, cancelled=cancelled)
    canceller.join()
    assert store.is_complete("cosy", [ENGINE]), "as before"
    assert left_over(store) == []


def test_leftovers_of_a_kill_are_swept(store: SourceStore) -> None:
    for name in (".new-cosy", f".trash-cosy-{'0' * 32}"):
        (store.root / name).mkdir(parents=True)
        (store.root / name / "half").touch()
    fetch(store, ENGINE)
    assert left_over(store) == []


def test_remove_deletes_leftovers_of_a_kill(store: SourceStore) -> None:
    (store.root / ".new-cosy").mkdir(parents=True)
    (store.root / ".new-cosy.tar.gz").touch()
    store.remove("cosy")
    assert left_over(store) == []


def test_folder_without_a_marker_is_incomplete(store: SourceStore) -> None:
    fetch(store, ENGINE)
    (store.folder("cosy") / MARKER).write_text("{")
    assert not store.is_complete("cosy", [ENGINE])
    assert store.damaged("cosy") == ()
    fetch(store, ENGINE)
    assert store.is_complete("cosy", [ENGINE])


# Unpacking archives.


def unpacked(tmp_path: Path, content: bytes, max_bytes: int = unpacking.MAX_BYTES) -> Path:
    path, folder = tmp_path / "x.tar.gz", tmp_path / "inner" / "folder"
    path.write_bytes(content)
    unpack(path, folder, threading.Event(), max_bytes)
    return folder


@pytest.mark.parametrize(
    "name", ["../beside", "a/../../beside", "!top//absolute", "!top/../beside", "a\\b", "c:/x"]
)
def test_paths_outside_the_folder_are_rejected(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArchive, match="has a path outside its folder"):
        unpacked(tmp_path, archive({"good": "x", name: "bad"}))
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"x.tar.gz", "good"}


def test_links_and_devices_are_skipped(tmp_path: Path) -> None:
    members = [tarfile.TarInfo(f"top/{name}") for name in ("soft", "hard", "device")]
    members[0].type, members[0].linkname = tarfile.SYMTYPE, "/etc/passwd"
    members[1].type, members[1].linkname = tarfile.LNKTYPE, "top/file"
    members[2].type = tarfile.CHRTYPE
    folder = unpacked(
        tmp_path, archive({"file": "x", **{member.name: member for member in members}}, "top")
    )
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_modes_of_files_and_folders_are_plain(tmp_path: Path) -> None:
    empty, script = tarfile.TarInfo("top/empty/"), tarfile.TarInfo("top/run.sh")
    empty.type, script.mode = tarfile.DIRTYPE, 0o4777
    folder = unpacked(tmp_path, archive({"e": empty, "s": script}))
    assert (folder / "empty").is_dir()
    assert not (folder / "run.sh").stat().st_mode & 0o4000


def test_oversized_archive_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="exceeds 1000 bytes"):
        unpacked(tmp_path, archive({"zeros": bytes(100_000)}), max_bytes=1000)
    assert not (tmp_path / "inner" / "folder" / "zeros").exists()


def test_truncated_archive_is_rejected(tmp_path: Path) -> None:
    content = archive({"a": "x" * 100_000, "b": "y"})
    with pytest.raises(BadArchive, match="couldn't read"):
        unpacked(tmp_path, content[: len(content) // 2])
