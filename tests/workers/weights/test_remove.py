"""Files that go while other engines need others of the same repository."""

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
    return {it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file()}


def publish(hub: StandInHub) -> None:
    hub.publish("owner/voice", {"config.json": CONFIG, "en/a.bin": MODEL, "de/a.bin": MODEL[::-1]})


def test_what_nobody_else_needs_goes(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    for weights in (ENGLISH, GERMAN):
        store.download(weights)
    store.remove(ENGLISH, others=lambda: [GERMAN])
    assert files(store) == {"config.json", "de/a.bin", "engineroom-weights.json"}
    assert not (store.folder(WEIGHTS) / "en").exists()
    assert (store.is_complete(ENGLISH), store.is_complete(GERMAN)) == (False, True)
    assert store.verify(GERMAN) == ()


def test_of_all_files_those_of_others_stay(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    store.download(WEIGHTS)
    store.remove(WEIGHTS, others=lambda: [GERMAN])
    assert (store.is_complete(WEIGHTS), store.is_complete(GERMAN)) == (False, True)
    assert store.download(ENGLISH)
    assert store.is_complete(ENGLISH)


def test_who_needs_all_of_them_keeps_all(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    store.download(WEIGHTS)
    store.remove(GERMAN, others=lambda: [WEIGHTS])
    assert store.is_complete(WEIGHTS)


def test_what_is_not_here_yet_keeps_nothing(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    french = replace(WEIGHTS, files=("fr/*",))
    store.download(ENGLISH)
    for other in (french, replace(GERMAN, revision="b" * 40)):
        store.remove(ENGLISH, others=partial(list, [other]))
        assert not store.folder(WEIGHTS).exists()
        store.download(ENGLISH)


def test_what_a_kill_has_left_goes_with_the_next(store: WeightsStore, hub: StandInHub) -> None:
    publish(hub)
    for weights in (ENGLISH, GERMAN):
        store.download(weights)
    folder = store.folder(WEIGHTS)
    manifest = Manifest.read(folder)
    assert manifest is not None
    reduced = manifest.reduced_to([GERMAN])
    assert reduced is not None
    reduced.write(folder)  # killed here
    assert not store.is_complete(ENGLISH)
    store.remove(ENGLISH, others=lambda: [GERMAN])
    assert "en/a.bin" not in files(store)


def test_a_fault_that_is_known_is_known_on(store: WeightsStore, hub: StandInHub) -> None:
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
