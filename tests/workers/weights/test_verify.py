"""Verifying damaged weights."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.workers.weights.conftest import CONFIG, MODEL, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.base.events import Progress
from workers.errors import WeightsFailed
from workers.weights.store import WeightsStore


@pytest.fixture
def folder(store: WeightsStore, hub: StandInHub) -> Path:
    folder = store.download(WEIGHTS)
    hub.asked.clear()
    return folder


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_verify_of_intact_weights_is_empty(
    store: WeightsStore, hub: StandInHub, folder: Path
) -> None:
    reports: list[Progress] = []
    assert store.verify(WEIGHTS, progress=reports.append) == ()
    assert store.is_complete(WEIGHTS)
    assert hub.asked == []
    assert (reports[0].stage, reports[-1]) == ("Checking", Progress("Checked", 1.0))


def test_damage_of_the_same_size_is_found_and_repaired(
    store: WeightsStore, hub: StandInHub, folder: Path
) -> None:
    _damage(folder / "model" / "weights.bin")
    assert store.is_complete(WEIGHTS)  # Checks sizes only.
    assert store.verify(WEIGHTS) == ("model/weights.bin is damaged.",)
    assert not store.is_complete(WEIGHTS)
    assert store.plan(WEIGHTS).download_bytes == len(MODEL)
    store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert not [request for request in hub.asked if "config.json" in request.path]
    assert store.verify(WEIGHTS) == ()


def test_missing_and_truncated_files_are_named(store: WeightsStore, folder: Path) -> None:
    (folder / "config.json").unlink()
    (folder / "model" / "weights.bin").write_bytes(MODEL[:-5])
    assert store.verify(WEIGHTS) == (
        "config.json is missing.",
        "model/weights.bin has the wrong size.",
    )
    store.download(WEIGHTS)
    assert (folder / "config.json").read_bytes() == CONFIG
    assert store.verify(WEIGHTS) == ()


def test_restored_file_is_intact_again(store: WeightsStore, folder: Path) -> None:
    _damage(folder / "config.json")
    assert store.verify(WEIGHTS)
    (folder / "config.json").write_bytes(CONFIG)
    assert store.verify(WEIGHTS) == ()
    assert store.is_complete(WEIGHTS)


def test_lost_manifest_needs_no_download(
    store: WeightsStore, hub: StandInHub, folder: Path
) -> None:
    (folder / "engineroom-weights.json").write_text("{")
    assert store.verify(WEIGHTS) == ("The weights of owner/voice aren't installed. Download them.",)
    store.download(WEIGHTS)
    assert hub.bodies() == []
    assert store.is_complete(WEIGHTS)


def test_verify_can_be_cancelled(store: WeightsStore, folder: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(WeightsFailed, match="Canceled"):
        store.verify(WEIGHTS, cancelled=cancelled)
    assert store.is_complete(WEIGHTS)
