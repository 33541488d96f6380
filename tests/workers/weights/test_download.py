"""Weights that are downloaded and nothing goes wrong: what is fetched, and what is kept."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workers.weights.conftest import CONFIG, MODEL, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.base.events import Progress
from workers.errors import WeightsFailed
from workers.weights.plan import WeightsPlan
from workers.weights.store import WeightsStore


def _files(folder: Path) -> set[str]:
    return {it.relative_to(folder).as_posix() for it in folder.rglob("*") if not it.is_dir()}


def test_the_files_are_there_as_plain_files(store: WeightsStore) -> None:
    assert not store.is_complete(WEIGHTS)
    folder = store.download(WEIGHTS)
    assert folder == store.folder(WEIGHTS)
    assert folder.name == "owner--voice"
    assert (folder / "config.json").read_bytes() == CONFIG
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert store.is_complete(WEIGHTS)
    assert store.is_checked(WEIGHTS)
    # Nothing is left beside it but the lock.
    assert {it.name for it in folder.parent.iterdir()} == {"owner--voice", ".owner--voice.lock"}


def test_the_marker_tells_commit_sizes_and_checksums(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    marker = json.loads((folder / "engineroom-weights.json").read_text())
    assert marker["commit"] == hub.repositories["owner/voice"].main
    assert marker["revision"] == "main"
    model = {"path": "model/weights.bin", "size_bytes": len(MODEL)}
    model["checksum"] = f"sha256:{hashlib.sha256(MODEL).hexdigest()}"
    assert model in marker["files"]


def test_progress_counts_bytes_over_all_files_and_never_falls(store: WeightsStore) -> None:
    told: list[Progress] = []
    store.download(WEIGHTS, progress=told.append)
    total = len(CONFIG) + len(MODEL)
    assert told[0] == Progress("Downloading", 0.0, "config.json", 0)
    assert Progress("Downloading", len(CONFIG) / total, "model/weights.bin", len(CONFIG)) in told
    fractions = [it.fraction or 0.0 for it in told]
    assert fractions == sorted(fractions)
    assert told[-1] == Progress("Downloaded", 1.0)


def test_what_is_there_is_not_asked_for_again(store: WeightsStore, hub: StandInHub) -> None:
    store.download(WEIGHTS)
    hub.asked.clear()
    store.download(WEIGHTS)
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, is_there=True)
    assert hub.asked == []


def test_only_files_that_are_wanted_are_fetched(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"a/en.bin": MODEL, "a/de.bin": b"de", "b/en.bin": b"b", "c": b""})
    folder = store.download(replace(WEIGHTS, files=("a/*", "c")))
    assert _files(folder) == {"a/en.bin", "a/de.bin", "c", "engineroom-weights.json"}


def test_two_engines_share_a_repository(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"en.bin": MODEL, "de.bin": MODEL[1:], "fr.bin": MODEL[2:]})
    english, german = replace(WEIGHTS, files=("en.*",)), replace(WEIGHTS, files=("de.*",))
    store.download(english)
    hub.publish("owner/voice", {"en.bin": b"newer", "de.bin": b"newer"})
    hub.asked.clear()
    assert not store.is_complete(german)
    assert store.plan(german).download_bytes == len(MODEL) - 1
    folder = store.download(german)
    assert _files(folder) == {"en.bin", "de.bin", "engineroom-weights.json"}
    # Both of one commit: the one that was fetched first.
    assert (folder / "de.bin").read_bytes() == MODEL[1:]
    assert not [it for it in hub.asked if "en.bin" in it.path]
    assert store.is_complete(english)
    assert not store.is_complete(WEIGHTS)  # which wants all of them


def test_the_same_content_is_fetched_once(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"a.bin": MODEL, "b.bin": MODEL, "c": b"", "d": b""})
    assert store.plan(WEIGHTS).download_bytes == len(MODEL)
    folder = store.download(WEIGHTS)
    assert (folder / "a.bin").read_bytes() == (folder / "b.bin").read_bytes() == MODEL
    assert len([it for it in hub.bodies() if it.path.startswith("/stored/")]) == 1


def test_a_branch_stays_what_it_was_on_the_day_of_the_download(
    store: WeightsStore, hub: StandInHub
) -> None:
    folder = store.download(WEIGHTS)
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": MODEL[:-1]})
    assert store.is_complete(WEIGHTS)
    (folder / "model" / "weights.bin").unlink()
    assert not store.is_complete(WEIGHTS)
    store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL


def test_a_new_revision_fetches_only_what_is_new(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    added = b"new" * 999
    commit = hub.publish("owner/voice", {"model/weights.bin": MODEL, "added.bin": added})
    newer = replace(WEIGHTS, revision=commit)
    assert not store.is_complete(newer)
    assert store.plan(newer).download_bytes == len(added)
    hub.asked.clear()
    store.download(newer)
    assert _files(folder) == {"model/weights.bin", "added.bin", "engineroom-weights.json"}
    assert not [it for it in hub.asked if "weights.bin" in it.path]
    assert store.is_complete(newer)


def test_a_pinned_commit_is_kept_to(store: WeightsStore, hub: StandInHub) -> None:
    pinned = hub.repositories["owner/voice"].main
    hub.publish("owner/voice", {"config.json": b"{}"})
    folder = store.download(replace(WEIGHTS, revision=pinned))
    assert (folder / "config.json").read_bytes() == CONFIG


def test_several_repositories_one_after_another(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("other/codec", {"codec.bin": MODEL[7:]})
    codec = replace(WEIGHTS, repository="other/codec")
    store.download(WEIGHTS)
    store.download(codec)
    assert store.is_complete(WEIGHTS)
    assert (store.folder(codec) / "codec.bin").read_bytes() == MODEL[7:]


def test_long_lists_come_in_pages(store: WeightsStore, hub: StandInHub) -> None:
    hub.page_size = 3
    hub.publish("owner/voice", {f"voices/{number}.json": b"%d" % number for number in range(8)})
    assert len(_files(store.download(WEIGHTS))) == 9


def test_a_folder_that_somebody_has_filled_is_read_and_kept(
    store: WeightsStore, hub: StandInHub
) -> None:
    folder = store.folder(WEIGHTS)
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "weights.bin").write_bytes(MODEL)
    (folder / "config.json").write_bytes(b"x" * len(CONFIG))
    assert not store.is_complete(WEIGHTS)
    store.download(WEIGHTS)
    assert (folder / "config.json").read_bytes() == CONFIG
    assert not [it for it in hub.bodies() if "weights.bin" in it.path]


def test_the_plan_says_what_is_missing(store: WeightsStore, hub: StandInHub) -> None:
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, len(CONFIG) + len(MODEL))
    folder = store.download(WEIGHTS)
    (folder / "config.json").unlink()
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, len(CONFIG))


def test_a_plan_without_the_hub_has_the_catalogs_size(store: WeightsStore, hub: StandInHub) -> None:
    hub.stop()
    sized = replace(WEIGHTS, size_bytes=1234)
    assert store.plan(sized) == WeightsPlan(sized, 1234, is_estimate=True)


def test_a_full_disk_is_told_before_anything_is_fetched(
    store: WeightsStore, hub: StandInHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=len(MODEL))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WeightsFailed, match=r"1\.0 MB needed, 1\.0 MB free .* Free some space"):
        store.download(WEIGHTS)
    assert hub.bodies() == []


@pytest.mark.parametrize(
    "path",
    ["../outside.bin", "/outside.bin", "a/../../outside.bin", "a\\..\\b", "C:/b", "a/b. ", "a\nb"],
)
def test_no_path_leads_out_of_the_folder(store: WeightsStore, hub: StandInHub, path: str) -> None:
    hub.trouble.listed_as["config.json"] = path
    with pytest.raises(WeightsFailed, match=r"owner/voice wasn't downloaded because its file"):
        store.download(WEIGHTS)
    assert hub.bodies() == []
    assert not store.folder(WEIGHTS).exists()


def test_a_pattern_that_fits_nothing_is_the_catalogs_mistake(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match=r"has no file \*\.onnx at .* Check 'files'"):
        store.download(replace(WEIGHTS, files=("*.json", "*.onnx")))


def test_removing_leaves_nothing(store: WeightsStore) -> None:
    folder = store.download(WEIGHTS)
    held = store.size_bytes(WEIGHTS)
    assert held > len(MODEL)
    store.remove(WEIGHTS)
    assert not store.is_complete(WEIGHTS)
    assert store.size_bytes(WEIGHTS) == 0
    assert {it.name for it in folder.parent.iterdir()} == {".owner--voice.lock"}
    store.remove(WEIGHTS)


def test_without_hard_links_files_are_moved_and_copied(
    store: WeightsStore, hub: StandInHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    hub.publish("owner/voice", {"a.bin": MODEL, "b.bin": MODEL, "c.json": CONFIG})
    folder = store.download(WEIGHTS)
    (folder / "c.json").unlink()
    store.download(WEIGHTS)
    assert (folder / "a.bin").read_bytes() == (folder / "b.bin").read_bytes() == MODEL
    assert (folder / "c.json").read_bytes() == CONFIG
    assert store.verify(WEIGHTS) == ()
