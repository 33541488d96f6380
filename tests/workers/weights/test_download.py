"""Downloads of weights without errors."""

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
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_download_writes_plain_files(store: WeightsStore) -> None:
    assert not store.is_complete(WEIGHTS)
    folder = store.download(WEIGHTS)
    assert folder == store.folder(WEIGHTS)
    assert folder.name == "owner--voice"
    assert (folder / "config.json").read_bytes() == CONFIG
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert store.is_complete(WEIGHTS)
    assert store.is_checked(WEIGHTS)
    # Only the lock is left beside it.
    assert {path.name for path in folder.parent.iterdir()} == {"owner--voice", ".owner--voice.lock"}


def test_manifest_has_commit_sizes_and_checksums(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    marker = json.loads((folder / "engineroom-weights.json").read_text())
    assert marker["commit"] == hub.repositories["owner/voice"].main
    assert marker["revision"] == "main"
    model = {"path": "model/weights.bin", "size_bytes": len(MODEL)}
    model["checksum"] = f"sha256:{hashlib.sha256(MODEL).hexdigest()}"
    assert model in marker["files"]


def test_progress_counts_bytes_of_all_files_and_never_decreases(store: WeightsStore) -> None:
    reports: list[Progress] = []
    store.download(WEIGHTS, progress=reports.append)
    total = len(CONFIG) + len(MODEL)
    assert reports[0] == Progress("Downloading", 0.0, "config.json", 0)
    assert Progress("Downloading", len(CONFIG) / total, "model/weights.bin", len(CONFIG)) in reports
    fractions = [report.fraction or 0.0 for report in reports]
    assert fractions == sorted(fractions)
    assert reports[-1] == Progress("Downloaded", 1.0)


def test_complete_weights_make_no_request(store: WeightsStore, hub: StandInHub) -> None:
    store.download(WEIGHTS)
    hub.asked.clear()
    store.download(WEIGHTS)
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, is_complete=True)
    assert hub.asked == []


def test_only_matching_files_are_downloaded(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"a/en.bin": MODEL, "a/de.bin": b"de", "b/en.bin": b"b", "c": b""})
    folder = store.download(replace(WEIGHTS, files=("a/*", "c")))
    assert _files(folder) == {"a/en.bin", "a/de.bin", "c", "engineroom-weights.json"}


def test_second_engine_adds_its_files_to_a_repository(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"en.bin": MODEL, "de.bin": MODEL[1:], "fr.bin": MODEL[2:]})
    english, german = replace(WEIGHTS, files=("en.*",)), replace(WEIGHTS, files=("de.*",))
    store.download(english)
    hub.publish("owner/voice", {"en.bin": b"newer", "de.bin": b"newer"})
    hub.asked.clear()
    assert not store.is_complete(german)
    assert store.plan(german).download_bytes == len(MODEL) - 1
    folder = store.download(german)
    assert _files(folder) == {"en.bin", "de.bin", "engineroom-weights.json"}
    # Both at the commit that was downloaded first.
    assert (folder / "de.bin").read_bytes() == MODEL[1:]
    assert not [request for request in hub.asked if "en.bin" in request.path]
    assert store.is_complete(english)
    assert not store.is_complete(WEIGHTS)  # It requests all files.


def test_same_content_is_downloaded_once(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"a.bin": MODEL, "b.bin": MODEL, "c": b"", "d": b""})
    assert store.plan(WEIGHTS).download_bytes == len(MODEL)
    folder = store.download(WEIGHTS)
    assert (folder / "a.bin").read_bytes() == (folder / "b.bin").read_bytes() == MODEL
    assert len([request for request in hub.bodies() if request.path.startswith("/stored/")]) == 1


def test_branch_keeps_the_commit_of_the_first_download(
    store: WeightsStore, hub: StandInHub
) -> None:
    folder = store.download(WEIGHTS)
    hub.publish("owner/voice", {"config.json": b"{}", "model/weights.bin": MODEL[:-1]})
    assert store.is_complete(WEIGHTS)
    (folder / "model" / "weights.bin").unlink()
    assert not store.is_complete(WEIGHTS)
    store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL


def test_new_revision_downloads_only_changed_files(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    added = b"new" * 999
    commit = hub.publish("owner/voice", {"model/weights.bin": MODEL, "added.bin": added})
    newer = replace(WEIGHTS, revision=commit)
    assert not store.is_complete(newer)
    assert store.plan(newer).download_bytes == len(added)
    hub.asked.clear()
    store.download(newer)
    assert _files(folder) == {"model/weights.bin", "added.bin", "engineroom-weights.json"}
    assert not [request for request in hub.asked if "weights.bin" in request.path]
    assert store.is_complete(newer)


def test_pinned_commit_is_downloaded(store: WeightsStore, hub: StandInHub) -> None:
    pinned = hub.repositories["owner/voice"].main
    hub.publish("owner/voice", {"config.json": b"{}"})
    folder = store.download(replace(WEIGHTS, revision=pinned))
    assert (folder / "config.json").read_bytes() == CONFIG


def test_several_repositories_are_independent(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("other/codec", {"codec.bin": MODEL[7:]})
    codec = replace(WEIGHTS, repository="other/codec")
    store.download(WEIGHTS)
    store.download(codec)
    assert store.is_complete(WEIGHTS)
    assert (store.folder(codec) / "codec.bin").read_bytes() == MODEL[7:]


def test_paged_file_lists_are_read_completely(store: WeightsStore, hub: StandInHub) -> None:
    hub.page_size = 3
    hub.publish("owner/voice", {f"voices/{number}.json": b"%d" % number for number in range(8)})
    assert len(_files(store.download(WEIGHTS))) == 9


def test_files_without_a_manifest_are_verified_and_kept(
    store: WeightsStore, hub: StandInHub
) -> None:
    folder = store.folder(WEIGHTS)
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "weights.bin").write_bytes(MODEL)
    (folder / "config.json").write_bytes(b"x" * len(CONFIG))
    assert not store.is_complete(WEIGHTS)
    store.download(WEIGHTS)
    assert (folder / "config.json").read_bytes() == CONFIG
    assert not [request for request in hub.bodies() if "weights.bin" in request.path]


def test_plan_has_the_size_of_missing_files(store: WeightsStore, hub: StandInHub) -> None:
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, len(CONFIG) + len(MODEL))
    folder = store.download(WEIGHTS)
    (folder / "config.json").unlink()
    assert store.plan(WEIGHTS) == WeightsPlan(WEIGHTS, len(CONFIG))


def test_offline_plan_has_the_size_in_the_catalog(store: WeightsStore, hub: StandInHub) -> None:
    hub.stop()
    sized = replace(WEIGHTS, size_bytes=1234)
    assert store.plan(sized) == WeightsPlan(sized, 1234, is_estimate=True)


def test_full_disk_fails_before_the_download(
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
def test_path_outside_the_folder_is_rejected(
    store: WeightsStore, hub: StandInHub, path: str
) -> None:
    hub.trouble.listed_as["config.json"] = path
    with pytest.raises(WeightsFailed, match=r"owner/voice wasn't downloaded because its file"):
        store.download(WEIGHTS)
    assert hub.bodies() == []
    assert not store.folder(WEIGHTS).exists()


def test_pattern_without_a_match_fails(store: WeightsStore) -> None:
    with pytest.raises(WeightsFailed, match=r"has no file matching \*\.onnx at .*Check 'files'"):
        store.download(replace(WEIGHTS, files=("*.json", "*.onnx")))


def test_remove_leaves_nothing(store: WeightsStore) -> None:
    folder = store.download(WEIGHTS)
    held = store.size_bytes(WEIGHTS)
    assert held > len(MODEL)
    store.remove(WEIGHTS)
    assert not store.is_complete(WEIGHTS)
    assert store.size_bytes(WEIGHTS) == 0
    assert {path.name for path in folder.parent.iterdir()} == {".owner--voice.lock"}
    store.remove(WEIGHTS)


def test_files_are_moved_or_copied_without_hard_links(
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
