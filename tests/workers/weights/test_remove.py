"""Removing weights that other engines share."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.workers.weights.conftest import CONFIG, MODEL, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.weights.manifest import Manifest
from workers.weights.store import WeightsStore

ENGLISH = replace(WEIGHTS, files=("en/*", "config.json"))
GERMAN = replace(WEIGHTS, files=("de/*", "config.json"))


def files(store: WeightsStore) -> set[str]:
    folder = store.folder(WEIGHTS)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def publish(hub: StandInHub) -> None:
    hub.publish("owner/voice", {"config.json": CONFIG, "en/a.bin": MODEL, "de/a.bin": MODEL[::-1]})


def test_remove_deletes_unshared_files(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    for weights in (ENGLISH, GERMAN):
        store.download(weights)
    store.remove(ENGLISH, others=lambda: [GERMAN])
    assert files(store) == {"config.json", "de/a.bin", "engineroom-weights.json"}
    assert not (store.folder(WEIGHTS) / "en").exists()
    assert (store.is_complete(ENGLISH), store.is_complete(GERMAN)) == (False, True)
    assert store.verify(GERMAN) == ()


def test_remove_keeps_files_of_others(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    store.download(WEIGHTS)
    store.remove(WEIGHTS, others=lambda: [GERMAN])
    assert (store.is_complete(WEIGHTS), store.is_complete(GERMAN)) == (False, True)
    assert store.download(ENGLISH)
    assert store.is_complete(ENGLISH)


def test_remove_keeps_all_files_if_others_need_all(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    store.download(WEIGHTS)
    store.remove(GERMAN, others=lambda: [WEIGHTS])
    assert store.is_complete(WEIGHTS)


def test_missing_files_of_others_keep_nothing(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    french = replace(WEIGHTS, files=("fr/*",))
    store.download(ENGLISH)
    for other in (french, replace(GERMAN, revision="b" * 40)):
        store.remove(ENGLISH, others=partial(list, [other]))
        assert not store.folder(WEIGHTS).exists()
        store.download(ENGLISH)


def test_killed_removal_is_finished_by_the_next(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    for weights in (ENGLISH, GERMAN):
        store.download(weights)
    folder = store.folder(WEIGHTS)
    manifest = Manifest.read(folder)
    assert manifest is not None
    reduced = manifest.reduced_to([GERMAN])
    assert reduced is not None
    reduced.write(folder)  # Killed here.
    assert not store.is_complete(ENGLISH)
    store.remove(ENGLISH, others=lambda: [GERMAN])
    assert "en/a.bin" not in files(store)


def test_known_damage_survives_a_removal(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    for weights in (ENGLISH, GERMAN):
        store.download(weights)
    for path in ("en/a.bin", "de/a.bin"):
        place: Path = store.folder(WEIGHTS) / path
        place.unlink()
        place.write_bytes(bytes(len(MODEL)))
    assert len(store.verify(GERMAN)) == 2
    store.remove(ENGLISH, others=lambda: [GERMAN])
    assert not store.is_complete(GERMAN)
    store.download(GERMAN)
    assert store.verify(GERMAN) == ()
