"""Weights that are taken from a folder of the user's."""

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
    """As the hub's own tools keep it: links into a folder of contents."""
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


def test_a_folder_is_copied_and_checked(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    (source / "notes.txt").write_text("not the hub's")
    told: list[Progress] = []
    assert store.import_folder(WEIGHTS, source, progress=told.append)
    folder = store.folder(WEIGHTS)
    assert store.is_complete(WEIGHTS)
    assert store.is_checked(WEIGHTS)
    assert not (folder / "notes.txt").exists()
    assert told[-1] == Progress("Imported", 1.0)
    assert {it.stage for it in told} == {"Copying", "Imported"}
    assert hub.bodies() == []


def test_neither_changes_with_the_other(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone")
    store.import_folder(WEIGHTS, source)
    ours = store.folder(WEIGHTS) / "config.json"
    (source / "config.json").write_bytes(b"edited by the user")
    assert ours.read_bytes() == CONFIG
    store.remove(WEIGHTS)
    assert (source / "model" / "weights.bin").read_bytes() == MODEL


@pytest.mark.parametrize("chosen", [".", "models--owner--voice", "snapshot"])
def test_a_cache_of_the_hubs_tools(
    store: WeightsStore, hub: StandInHub, tmp_path: Path, chosen: str
) -> None:
    commit = hub.repositories["owner/voice"].main
    repository = _cache(tmp_path / "cache", commit)
    # It may be of an earlier day: its folder says of which commit.
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": b"newer"})
    snapshot = repository / "snapshots" / commit
    folder = snapshot if chosen == "snapshot" else tmp_path / "cache" / chosen
    assert store.import_folder(WEIGHTS, folder)
    assert store.is_complete(WEIGHTS)
    assert not [path for path in store.folder(WEIGHTS).rglob("*") if path.is_symlink()]
    assert (store.folder(WEIGHTS) / "model" / "weights.bin").read_bytes() == MODEL


def test_a_stick_with_another_copys_weights_needs_no_hub(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    store.download(WEIGHTS)
    stick = shutil.copytree(store.folder(WEIGHTS).parent, tmp_path / "stick")
    hub.stop()
    other = WeightsStore(tmp_path / "other", hub.endpoint, timeouts=PATIENCE)
    assert other.import_folder(WEIGHTS, stick)
    assert other.is_checked(WEIGHTS)


def test_without_hub_and_marker_nobody_knows(
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


def test_what_was_imported_unchecked_is_checked_later(hub: StandInHub, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone", model=MODEL[::-1])
    alone = WeightsStore(tmp_path / "weights", "http://127.0.0.1:9", timeouts=PATIENCE)
    assert not alone.import_folder(WEIGHTS, source)
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=PATIENCE)
    assert store.verify(WEIGHTS) == ("model/weights.bin is damaged.",)
    assert not store.is_complete(WEIGHTS)
    folder = store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert [it.path for it in hub.bodies() if "config.json" in it.path] == []
    assert store.is_checked(WEIGHTS)


def test_what_is_missing_is_named_and_the_rest_kept(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    (source / "config.json").write_bytes(b"x" * len(CONFIG))
    with pytest.raises(WeightsFailed, match=r"Missing or different: config\.json\."):
        store.import_folder(WEIGHTS, source)
    assert not store.folder(WEIGHTS).exists()
    assert store.plan(WEIGHTS).download_bytes == len(CONFIG)
    store.download(WEIGHTS)
    assert not [it for it in hub.bodies() if "weights.bin" in it.path]


def test_a_clone_without_its_large_files(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone", model=_POINTER)
    with pytest.raises(WeightsFailed, match="Run `git lfs pull` in it"):
        store.import_folder(WEIGHTS, source)


def test_a_clone_without_its_large_files_is_known_without_the_hub(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    hub.stop()
    source = _fill(tmp_path / "clone", model=_POINTER)
    with pytest.raises(WeightsFailed, match="Run `git lfs pull` in it"):
        store.import_folder(WEIGHTS, source)


def test_a_folder_without_any_of_it(store: WeightsStore, hub: StandInHub, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for _ in ("with a hub", "without"):
        with pytest.raises(WeightsFailed, match=r"is incomplete for owner/voice"):
            store.import_folder(WEIGHTS, tmp_path / "empty")
        hub.stop()


def test_only_what_is_wanted_is_taken(store: WeightsStore, hub: StandInHub, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone")
    hub.stop()
    store.import_folder(replace(WEIGHTS, files=("*.json",)), source)
    assert not (store.folder(WEIGHTS) / "model").exists()
    # And another engine's files of the same repository stay.
    store.import_folder(replace(WEIGHTS, files=("model/*",)), source)
    assert store.is_complete(replace(WEIGHTS, files=("*.json",)))
    assert store.is_complete(replace(WEIGHTS, files=("model/*",)))


def test_an_import_keeps_to_the_commit_that_another_engine_has(
    store: WeightsStore, hub: StandInHub, tmp_path: Path
) -> None:
    source = _fill(tmp_path / "clone")
    store.download(replace(WEIGHTS, files=("*.json",)))
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": b"newer"})
    assert store.import_folder(replace(WEIGHTS, files=("model/*",)), source)
    assert (store.folder(WEIGHTS) / "config.json").read_bytes() == CONFIG


def test_an_import_is_cancelled(store: WeightsStore, tmp_path: Path) -> None:
    source = _fill(tmp_path / "clone")
    cancelled = threading.Event()

    def stop(told: Progress) -> None:
        if told.detail == "model/weights.bin":
            cancelled.set()

    with pytest.raises(WeightsFailed, match="Canceled"):
        store.import_folder(WEIGHTS, source, progress=stop, cancelled=cancelled)
    assert not store.is_complete(WEIGHTS)
    assert store.import_folder(WEIGHTS, source)
