"""Importing weights from a folder."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.weights.conftest import CONFIG, MODEL, PATIENCE, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.base.events import Progress
from workers.errors import WeightsFailed
from workers.weights.store import WeightsStore

_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 1004000\n"


def _fill(folder: Path, model: bytes = MODEL) -> Path:
    (folder / "model").mkdir(parents=True)
    (folder / "config.json").write_bytes(CONFIG)
    (folder / "model" / "weights.bin").write_bytes(model)
    return folder


def _cache(root: Path, commit: str) -> Path:
    """Creates a cache as Hugging Face's tools do: links into a folder of blobs."""
    repository = root / "models--owner--voice"
    blobs, snapshot = repository / "blobs", repository / "snapshots" / commit
    (snapshot / "model").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    blobs.mkdir()
    (blobs / "one").write_bytes(CONFIG)
    (blobs / "two").write_bytes(MODEL)
    (snapshot / "config.json").symlink_to("../../blobs/one")
    (snapshot / "model" / "weights.bin").symlink_to("../../../blobs/two")
    return repository


def test_import_copies_and_verifies_files(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    (source / "notes.txt").write_text("not the hub's")
    reports: list[Progress] = []
    assert store.import_folder(WEIGHTS, source, progress=reports.append)
    folder = store.folder(WEIGHTS)
    assert store.is_complete(WEIGHTS)
    assert store.is_checked(WEIGHTS)
    assert not (folder / "notes.txt").exists()
    assert reports[-1] == Progress("Imported", 1.0)
    assert {report.stage for report in reports} == {"Copying", "Imported"}
    assert hub.bodies() == []


def test_imported_files_are_independent_copies(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone")
    store.import_folder(WEIGHTS, source)
    ours = store.folder(WEIGHTS) / "config.json"
    (source / "config.json").write_bytes(b"edited by the user")
    assert ours.read_bytes() == CONFIG
    store.remove(WEIGHTS)
    assert (source / "model" / "weights.bin").read_bytes() == MODEL


@pytest.mark.parametrize("chosen", [".", "models--owner--voice", "snapshot"])
def test_import_from_a_hugging_face_cache(
    store: WeightsStore, hub: StandInHub, tmp_path: Path, chosen: str
) -> None:
    commit = hub.repositories["owner/voice"].main
    repository = _cache(tmp_path / "cache", commit)
    # It may be of an earlier commit, which its folder names.
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": b"newer"})
    snapshot = repository / "snapshots" / commit
    folder = snapshot if chosen == "snapshot" else tmp_path / "cache" / chosen
    assert store.import_folder(WEIGHTS, folder)
    assert store.is_complete(WEIGHTS)
    assert not [path for path in store.folder(WEIGHTS).rglob("*") if path.is_symlink()]
    assert (store.folder(WEIGHTS) / "model" / "weights.bin").read_bytes() == MODEL


def test_import_of_another_copy_works_offline(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    store.download(WEIGHTS)
    stick = shutil.copytree(store.folder(WEIGHTS).parent, tmp_path / "stick")
    hub.stop()
    other = WeightsStore(tmp_path / "other", hub.endpoint, timeouts=PATIENCE)
    assert other.import_folder(WEIGHTS, stick)
    assert other.is_checked(WEIGHTS)


def test_offline_import_without_manifest_is_unchecked(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone", model=MODEL[::-1])
    (source / ".git").mkdir()
    (source / ".git" / "config").write_text("a clone's own")
    hub.stop()
    assert not store.import_folder(WEIGHTS, source)
    assert store.is_complete(WEIGHTS)
    assert not store.is_checked(WEIGHTS)
    assert not (store.folder(WEIGHTS) / ".git").exists()
    assert store.verify(WEIGHTS) == ()


def test_verify_checks_an_unchecked_import_later(hub: StandInHub, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone", model=MODEL[::-1])
    alone = WeightsStore(tmp_path / "weights", "http://127.0.0.1:9", timeouts=PATIENCE)
    assert not alone.import_folder(WEIGHTS, source)
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=PATIENCE)
    assert store.verify(WEIGHTS) == ("model/weights.bin is damaged.",)
    assert not store.is_complete(WEIGHTS)
    folder = store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert [request.path for request in hub.bodies() if "config.json" in request.path] == []
    assert store.is_checked(WEIGHTS)


def test_incomplete_import_names_missing_files_and_keeps_the_rest(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    (source / "config.json").write_bytes(b"x" * len(CONFIG))
    with pytest.raises(WeightsFailed, match=r"Missing or different: config\.json\."):
        store.import_folder(WEIGHTS, source)
    assert not store.folder(WEIGHTS).exists()
    assert store.plan(WEIGHTS).download_bytes == len(CONFIG)
    store.download(WEIGHTS)
    assert not [request for request in hub.bodies() if "weights.bin" in request.path]


def test_import_of_a_clone_with_lfs_pointers_fails(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone", model=_POINTER)
    with pytest.raises(WeightsFailed, match="Run `git lfs pull` in it"):
        store.import_folder(WEIGHTS, source)


def test_lfs_pointers_are_recognized_offline(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    hub.stop()
    source = _fill(tmp_path / "clone", model=_POINTER)
    with pytest.raises(WeightsFailed, match="Run `git lfs pull` in it"):
        store.import_folder(WEIGHTS, source)


def test_import_of_an_empty_folder_fails(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for _ in ("with a hub", "without"):
        with pytest.raises(WeightsFailed, match=r"is incomplete for owner/voice"):
            store.import_folder(WEIGHTS, tmp_path / "empty")
        hub.stop()


def test_import_copies_matching_files_only(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    hub.stop()
    store.import_folder(replace(WEIGHTS, files=("*.json",)), source)
    assert not (store.folder(WEIGHTS) / "model").exists()
    # Another engine's files of the same repository stay.
    store.import_folder(replace(WEIGHTS, files=("model/*",)), source)
    assert store.is_complete(replace(WEIGHTS, files=("*.json",)))
    assert store.is_complete(replace(WEIGHTS, files=("model/*",)))


def test_import_keeps_the_installed_commit(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    store.download(replace(WEIGHTS, files=("*.json",)))
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": b"newer"})
    assert store.import_folder(replace(WEIGHTS, files=("model/*",)), source)
    assert (store.folder(WEIGHTS) / "config.json").read_bytes() == CONFIG


def test_import_can_be_cancelled(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone")
    cancelled = threading.Event()

    def stop(report: Progress) -> None:
        if report.detail == "model/weights.bin":
            cancelled.set()

    with pytest.raises(WeightsFailed, match="Canceled"):
        store.import_folder(WEIGHTS, source, progress=stop, cancelled=cancelled)
    assert not store.is_complete(WEIGHTS)
    assert store.import_folder(WEIGHTS, source)
