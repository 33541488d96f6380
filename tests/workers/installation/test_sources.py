"""Code that is in no package, from a server that answers as GitHub's does."""

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
    told: list[Progress] = []
    store.fetch("cosy", sources, progress=told.append, cancelled=threading.Event())
    return told


def left_over(store: SourceStore) -> list[str]:
    """What lies beside the engines' folders, locks excepted."""
    names = (it.name for it in store.root.iterdir() if it.is_file() or it.name.startswith("."))
    return [name for name in names if not name.endswith(".lock")]


@pytest.mark.parametrize("tells_size", [True, False])
def test_all_of_an_engines_code_is_fetched_and_known(
    store: SourceStore, server: CodeServer, tells_size: bool
) -> None:
    server.tells_size = tells_size
    assert not store.is_complete("cosy", [ENGINE, PART])
    told = fetch(store, ENGINE, PART)
    folder = store.folder("cosy")
    assert (folder / "engine" / "__init__.py").read_text() == "ENGINE = 1\n"
    assert (folder / "third_party" / "part" / "part.py").read_text() == "PART = 2\n"
    assert store.is_complete("cosy", [ENGINE, PART])
    assert store.damaged("cosy") == ()
    assert store.size_bytes("cosy") == len("ENGINE = 1\n") + len("PART = 2\n") + len("free")
    assert left_over(store) == []
    fractions = [it.fraction for it in told if it.fraction is not None]
    assert fractions == sorted(fractions)
    assert {"owner/engine", "owner/part"} == {it.detail.split(",")[0] for it in told}
    assert all(it.done_bytes is not None for it in told)


def test_another_commit_is_not_what_is_there(store: SourceStore) -> None:
    fetch(store, ENGINE)
    assert store.is_complete("cosy", [ENGINE])
    assert not store.is_complete("cosy", [Source("owner/engine", _B)])
    assert not store.is_complete("cosy", [ENGINE, PART])
    assert store.is_complete("cosy", []), "an engine that needs none has all"
    assert not store.is_complete("other", [ENGINE])


def test_new_code_takes_the_place_of_old_code(store: SourceStore, server: CodeServer) -> None:
    fetch(store, ENGINE)
    newer = Source("owner/engine", _B)
    server.offer("owner/engine", _B, {"engine/other.py": ""})
    fetch(store, newer)
    assert not (store.folder("cosy") / "engine" / "__init__.py").exists()
    assert store.is_complete("cosy", [newer])
    assert left_over(store) == []


def test_what_was_changed_or_lost_is_found(store: SourceStore) -> None:
    fetch(store, ENGINE)
    (store.folder("cosy") / "LICENSE").write_text("not free")
    (store.folder("cosy") / "engine" / "__init__.py").unlink()
    assert set(store.damaged("cosy")) == {"LICENSE", "engine/__init__.py"}


def test_removed_is_gone(store: SourceStore) -> None:
    store.remove("cosy")
    fetch(store, ENGINE)
    store.remove("cosy")
    assert not store.folder("cosy").exists()
    assert not store.is_complete("cosy", [ENGINE])


def test_a_failure_leaves_what_was_there(store: SourceStore) -> None:
    fetch(store, ENGINE)
    with pytest.raises(
        InstallationFailed, match=r"Couldn't download the code of cosy: .* doesn't exist"
    ):
        fetch(store, ENGINE, Source("owner/gone", _A))
    assert store.is_complete("cosy", [ENGINE])
    assert left_over(store) == []


def test_a_connection_that_breaks(store: SourceStore, server: CodeServer) -> None:
    server.cut_short = True
    with pytest.raises(InstallationFailed, match="Check your network connection"):
        fetch(store, ENGINE)
    assert not store.folder("cosy").exists()
    server.cut_short = False
    fetch(store, ENGINE)


def test_nobody_answers(tmp_path: Path) -> None:
    store = SourceStore(tmp_path / "sources", "http://127.0.0.1:9")
    with pytest.raises(InstallationFailed, match="Check your network connection"):
        fetch(store, ENGINE)


def test_what_is_no_archive(store: SourceStore, server: CodeServer) -> None:
    server.archives[f"/owner/engine/tar.gz/{_A}"] = b"<html>Log in to this network</html>"
    with pytest.raises(InstallationFailed, match="couldn't read"):
        fetch(store, ENGINE)


def test_cancelled_in_the_middle(store: SourceStore, server: CodeServer) -> None:
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


def test_what_a_killed_process_has_left_is_swept(store: SourceStore) -> None:
    for name in (".new-cosy", f".trash-cosy-{'0' * 32}"):
        (store.root / name).mkdir(parents=True)
        (store.root / name / "half").touch()
    fetch(store, ENGINE)
    assert left_over(store) == []


def test_and_goes_with_what_is_removed(store: SourceStore) -> None:
    (store.root / ".new-cosy").mkdir(parents=True)
    (store.root / ".new-cosy.tar.gz").touch()
    store.remove("cosy")
    assert left_over(store) == []


def test_half_of_a_folder_without_its_marker_is_nothing(store: SourceStore) -> None:
    fetch(store, ENGINE)
    (store.folder("cosy") / MARKER).write_text("{")
    assert not store.is_complete("cosy", [ENGINE])
    assert store.damaged("cosy") == ()
    fetch(store, ENGINE)
    assert store.is_complete("cosy", [ENGINE])


# Unpacking.


def unpacked(tmp_path: Path, content: bytes, most_bytes: int = unpacking.MOST_BYTES) -> Path:
    path, folder = tmp_path / "x.tar.gz", tmp_path / "inner" / "folder"
    path.write_bytes(content)
    unpack(path, folder, threading.Event(), most_bytes)
    return folder


@pytest.mark.parametrize(
    "name", ["../beside", "a/../../beside", "!top//absolute", "!top/../beside", "a\\b", "c:/x"]
)
def test_nothing_lands_beside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArchive, match="has a path outside its folder"):
        unpacked(tmp_path, archive({"good": "x", name: "bad"}))
    assert {it.name for it in tmp_path.rglob("*") if it.is_file()} == {"x.tar.gz", "good"}


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    members = [tarfile.TarInfo(f"top/{name}") for name in ("soft", "hard", "device")]
    members[0].type, members[0].linkname = tarfile.SYMTYPE, "/etc/passwd"
    members[1].type, members[1].linkname = tarfile.LNKTYPE, "top/file"
    members[2].type = tarfile.CHRTYPE
    folder = unpacked(tmp_path, archive({"file": "x", **{it.name: it for it in members}}, "top"))
    assert [it.name for it in folder.iterdir()] == ["file"]


def test_folders_and_executables_become_plain(tmp_path: Path) -> None:
    empty, script = tarfile.TarInfo("top/empty/"), tarfile.TarInfo("top/run.sh")
    empty.type, script.mode = tarfile.DIRTYPE, 0o4777
    folder = unpacked(tmp_path, archive({"e": empty, "s": script}))
    assert (folder / "empty").is_dir()
    assert not (folder / "run.sh").stat().st_mode & 0o4000


def test_a_bomb_is_no_code(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="exceeds 1000 bytes"):
        unpacked(tmp_path, archive({"zeros": bytes(100_000)}), most_bytes=1000)
    assert not (tmp_path / "inner" / "folder" / "zeros").exists()


def test_half_an_archive(tmp_path: Path) -> None:
    content = archive({"a": "x" * 100_000, "b": "y"})
    with pytest.raises(BadArchive, match="couldn't read"):
        unpacked(tmp_path, content[: len(content) // 2])
