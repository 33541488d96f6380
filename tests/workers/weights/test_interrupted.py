"""Downloads that are cancelled, killed or cut off, and go on where they stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import workers
from tests.support.patience import until
from tests.workers.weights.conftest import CONFIG, MODEL, PATIENCE, WEIGHTS
from tests.workers.weights.hub import StandInHub
from workers.base.events import Progress
from workers.errors import WeightsFailed
from workers.weights.hub import HubTimeouts
from workers.weights.store import WeightsStore

_HALF = len(MODEL) // 2


@contextmanager
def _downloading(store: WeightsStore, cancelled: threading.Event) -> Iterator[list[WeightsFailed]]:
    """A download on another thread, which has ended at the end."""
    errors: list[WeightsFailed] = []

    def download() -> None:
        try:
            store.download(WEIGHTS, cancelled=cancelled)
        except WeightsFailed as error:
            errors.append(error)

    thread = threading.Thread(target=download)
    thread.start()
    yield errors
    thread.join(20)
    assert not thread.is_alive()


def _arrived(store: WeightsStore) -> int:
    return store.size_bytes(WEIGHTS)


def _starts(hub: StandInHub) -> list[int]:
    """From where the large file was asked for, request by request."""
    return [it.start for it in hub.bodies() if it.path.startswith("/stored/")]


@pytest.mark.parametrize("hold_at", [_HALF, 0, -1])
def test_cancelling_waits_for_no_hub_however_that_hangs(
    tmp_path: Path, hub: StandInHub, hold_at: int
) -> None:
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=HubTimeouts(timeout_s=60.0))
    hub.trouble.hold_at = hold_at
    cancelled = threading.Event()
    with _downloading(store, cancelled) as errors:
        assert hub.trouble.held.wait(10)
        before = time.monotonic()
        cancelled.set()
    # A tenth of a second where nothing else runs; a minute if it waited.
    assert time.monotonic() - before < 3.0
    assert "Canceled. The next download of owner/voice resumes" in str(errors[0])
    assert not store.is_complete(WEIGHTS)
    assert not store.folder(WEIGHTS).exists()


def test_what_has_arrived_before_a_cancel_is_not_asked_for_again(
    store: WeightsStore, hub: StandInHub
) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.hold_at = _HALF
    cancelled = threading.Event()
    with _downloading(store, cancelled):
        assert hub.trouble.held.wait(10)
        until(lambda: _arrived(store) == _HALF, "half of the file")
        cancelled.set()
    assert store.plan(WEIGHTS).download_bytes == len(MODEL) - _HALF
    hub.trouble.hold_at = None
    told: list[Progress] = []
    folder = store.download(WEIGHTS, progress=told.append)
    assert _starts(hub) == [0, _HALF]
    assert (folder / "model.bin").read_bytes() == MODEL
    assert told[0].stage == "Checking"
    # Its speed is that of what arrives: what is there is there from the beginning.
    assert Progress("Downloading", _HALF / len(MODEL), "model.bin", _HALF) in told


def test_a_killed_download_goes_on_where_it_was(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.hold_at = _HALF
    root = store.folder(WEIGHTS).parent
    code = (
        "import pathlib, sys; from workers.catalog.entry import Weights;"
        "from workers.weights.store import WeightsStore;"
        "store = WeightsStore(pathlib.Path(sys.argv[1]), sys.argv[2]);"
        "store.download(Weights('owner/voice', 'Apache-2.0'))"
    )
    home = Path(workers.__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(root), hub.endpoint], cwd=home, stderr=subprocess.DEVNULL
    )
    assert hub.trouble.held.wait(20)
    until(lambda: _arrived(store) == _HALF, "half of the file")
    process.kill()
    assert process.wait() == (-signal.SIGKILL if sys.platform != "win32" else 1)
    assert not store.is_complete(WEIGHTS)
    hub.trouble.hold_at = None
    folder = store.download(WEIGHTS)
    assert (folder / "model.bin").read_bytes() == MODEL
    assert _starts(hub) == [0, _HALF]


def test_broken_connections_are_made_again(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.drops = [1000, 0, 5000, 0, 0]
    folder = store.download(WEIGHTS)
    assert (folder / "model.bin").read_bytes() == MODEL
    starts = _starts(hub)
    assert len(starts) == 6
    assert starts == sorted(starts)


def test_a_connection_that_breaks_for_ever_is_told(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.drops = [0] * 20
    with pytest.raises(WeightsFailed, match=r"Couldn't download the weights .*Check your netw"):
        store.download(WEIGHTS)
    assert len(hub.trouble.drops) == 20 - 1 - len(PATIENCE.retry_waits_s)


def test_a_hub_that_goes_silent_is_asked_again(tmp_path: Path, hub: StandInHub) -> None:
    quick = HubTimeouts(timeout_s=0.2, listing_s=5.0, retry_waits_s=(0.0,))
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=quick)
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.hold_at = _HALF
    assert (store.download(WEIGHTS) / "model.bin").read_bytes() == MODEL
    assert _starts(hub) == [0, _HALF]


def test_a_server_without_ranges_begins_anew(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.ignores_ranges = True
    hub.trouble.drops = [_HALF]
    folder = store.download(WEIGHTS)
    assert (folder / "model.bin").read_bytes() == MODEL


@pytest.mark.parametrize("path", ["model/weights.bin", "config.json"])
def test_wrong_bytes_are_fetched_once_more(store: WeightsStore, hub: StandInHub, path: str) -> None:
    hub.trouble.damaged[path] = 1
    folder = store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert (folder / "config.json").read_bytes() == CONFIG


def test_bytes_that_stay_wrong_are_never_used(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.damaged["model/weights.bin"] = 9
    with pytest.raises(
        WeightsFailed, match=r"model/weights\.bin of owner/voice failed its checksum"
    ):
        store.download(WEIGHTS)
    assert not store.folder(WEIGHTS).exists()
    hub.trouble.damaged.clear()
    assert store.download(WEIGHTS).is_dir()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_hub_is_asked_again(store: WeightsStore, hub: StandInHub, status: int) -> None:
    hub.trouble.statuses = [status, status]
    assert store.download(WEIGHTS).is_dir()


def test_a_hub_that_is_too_busy_for_its_list_is_asked_again(
    store: WeightsStore, hub: StandInHub
) -> None:
    hub.trouble.list_statuses = [503, 429]
    assert store.plan(WEIGHTS).download_bytes == len(CONFIG) + len(MODEL)
    hub.trouble.list_statuses = [503] * 9
    with pytest.raises(WeightsFailed, match="the server replied 503 Service Unavailable"):
        store.download(WEIGHTS)
    assert len(hub.trouble.list_statuses) == 6


def test_a_hub_that_names_a_time_is_asked_then(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.statuses = [429]
    hub.trouble.retry_after_s = 3600
    cancelled = threading.Event()
    with _downloading(store, cancelled) as errors:
        until(lambda: not hub.trouble.statuses, "the answer")
        cancelled.set()
    assert "cancelled" in str(errors[0])
    assert hub.bodies()[-1].path.endswith("config.json")


def test_no_hub_at_all_is_told(store: WeightsStore, hub: StandInHub) -> None:
    hub.stop()
    with pytest.raises(
        WeightsFailed, match=r"Couldn't download the weights of owner/voice: .*import the wei"
    ):
        store.download(WEIGHTS)


def test_a_change_of_folders_that_was_killed_is_finished(
    store: WeightsStore, hub: StandInHub
) -> None:
    folder = store.download(WEIGHTS)
    folder.rename(folder.with_name(".new-owner--voice"))  # between the two renames
    (folder.parent / ".trash-owner--voice-0123").mkdir()
    hub.asked.clear()
    assert store.download(WEIGHTS) == folder
    assert store.is_complete(WEIGHTS)
    assert hub.asked == []
    assert {it.name for it in folder.parent.iterdir()} == {"owner--voice", ".owner--voice.lock"}


def test_a_new_folder_that_is_whole_is_used(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    shutil.copytree(folder, folder.with_name(".new-owner--voice"))
    shutil.rmtree(folder / "model")  # killed before the first of the two renames
    hub.asked.clear()
    assert store.download(WEIGHTS) == folder
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert hub.asked == []


def test_a_folder_that_was_half_put_together_is_made_anew(
    store: WeightsStore, hub: StandInHub
) -> None:
    half = store.folder(WEIGHTS).with_name(".new-owner--voice")
    half.mkdir(parents=True)
    (half / "config.json").write_bytes(b"half")
    assert (store.download(WEIGHTS) / "config.json").read_bytes() == CONFIG


def test_two_at_once_fetch_it_once(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.hold_at = _HALF
    with (
        _downloading(store, threading.Event()) as first,
        _downloading(store, threading.Event()) as second,
    ):
        assert hub.trouble.held.wait(10)
        hub.trouble.go.set()
    assert first == second == []
    assert _starts(hub) == [0]
