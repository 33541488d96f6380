"""Downloads that are canceled, killed, or interrupted, and resume."""

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
    """Runs a download on another thread until it ends."""
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
    """Returns the start offsets of the requests for the large file."""
    return [request.start for request in hub.bodies() if request.path.startswith("/stored/")]


@pytest.mark.parametrize("hold_at", [_HALF, 0, -1])
def test_cancel_does_not_wait_for_a_hanging_hub(
    tmp_path: Path, hub: StandInHub, hold_at: int
) -> None:
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=HubTimeouts(timeout_s=60.0))
    hub.trouble.hold_at = hold_at
    cancelled = threading.Event()
    with _downloading(store, cancelled) as errors:
        assert hub.trouble.held.wait(10)
        before = time.monotonic()
        cancelled.set()
    # A tenth of a second on an idle machine; a minute if it waited.
    assert time.monotonic() - before < 3.0
    assert "Canceled. The next download of owner/voice resumes" in str(errors[0])
    assert not store.is_complete(WEIGHTS)
    assert not store.folder(WEIGHTS).exists()


def test_cancelled_download_resumes(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.hold_at = _HALF
    cancelled = threading.Event()
    with _downloading(store, cancelled):
        assert hub.trouble.held.wait(10)
        until(lambda: _arrived(store) == _HALF, "half of the file")
        cancelled.set()
    assert store.plan(WEIGHTS).download_bytes == len(MODEL) - _HALF
    hub.trouble.hold_at = None
    reports: list[Progress] = []
    folder = store.download(WEIGHTS, progress=reports.append)
    assert _starts(hub) == [0, _HALF]
    assert (folder / "model.bin").read_bytes() == MODEL
    assert reports[0].stage == "Checking"
    # The speed counts what arrives; existing bytes are reported from the start.
    assert Progress("Downloading", _HALF / len(MODEL), "model.bin", _HALF) in reports


def test_killed_download_resumes(store: WeightsStore, hub: StandInHub) -> None:
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


def test_lost_connection_is_retried(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.drops = [1000, 0, 5000, 0, 0]
    folder = store.download(WEIGHTS)
    assert (folder / "model.bin").read_bytes() == MODEL
    starts = _starts(hub)
    assert len(starts) == 6
    assert starts == sorted(starts)


def test_repeatedly_lost_connection_fails(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.drops = [0] * 20
    with pytest.raises(WeightsFailed, match=r"Couldn't download the weights .*Check your netw"):
        store.download(WEIGHTS)
    assert len(hub.trouble.drops) == 20 - 1 - len(PATIENCE.retry_waits_s)


def test_stalled_download_is_retried(tmp_path: Path, hub: StandInHub) -> None:
    quick = HubTimeouts(timeout_s=2.0, listing_s=60.0, retry_waits_s=(0.0,))
    store = WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=quick)
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.hold_at = _HALF
    assert (store.download(WEIGHTS) / "model.bin").read_bytes() == MODEL
    assert _starts(hub) == [0, _HALF]


def test_server_without_ranges_restarts_the_file(store: WeightsStore, hub: StandInHub) -> None:
    hub.publish("owner/voice", {"model.bin": MODEL})
    hub.trouble.ignores_ranges = True
    hub.trouble.drops = [_HALF]
    folder = store.download(WEIGHTS)
    assert (folder / "model.bin").read_bytes() == MODEL


@pytest.mark.parametrize("path", ["model/weights.bin", "config.json"])
def test_wrong_checksum_is_downloaded_again(
    store: WeightsStore, hub: StandInHub, path: str
) -> None:
    hub.trouble.damaged[path] = 1
    folder = store.download(WEIGHTS)
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert (folder / "config.json").read_bytes() == CONFIG


def test_repeatedly_wrong_checksum_fails(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.damaged["model/weights.bin"] = 9
    with pytest.raises(
        WeightsFailed, match=r"model/weights\.bin of owner/voice failed its checksum"
    ):
        store.download(WEIGHTS)
    assert not store.folder(WEIGHTS).exists()
    hub.trouble.damaged.clear()
    assert store.download(WEIGHTS).is_dir()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_hub_is_retried(store: WeightsStore, hub: StandInHub, status: int) -> None:
    hub.trouble.statuses = [status, status]
    assert store.download(WEIGHTS).is_dir()


def test_busy_file_list_is_retried(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.list_statuses = [503, 429]
    assert store.plan(WEIGHTS).download_bytes == len(CONFIG) + len(MODEL)
    hub.trouble.list_statuses = [503] * 9
    with pytest.raises(WeightsFailed, match="the server replied 503 Service Unavailable"):
        store.download(WEIGHTS)
    assert len(hub.trouble.list_statuses) == 6


def test_retry_after_is_respected(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.statuses = [429]
    hub.trouble.retry_after_s = 3600
    cancelled = threading.Event()
    with _downloading(store, cancelled) as errors:
        until(lambda: not hub.trouble.statuses, "the answer")
        cancelled.set()
    assert "Canceled" in str(errors[0])
    assert hub.bodies()[-1].path.endswith("config.json")


def test_unreachable_hub_fails_with_advice(store: WeightsStore, hub: StandInHub) -> None:
    hub.stop()
    with pytest.raises(
        WeightsFailed, match=r"Couldn't download the weights of owner/voice: .*import the wei"
    ):
        store.download(WEIGHTS)


def test_killed_swap_is_finished(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    folder.rename(folder.with_name(".new-owner--voice"))  # Killed between the two renames.
    (folder.parent / f".trash-owner--voice-{'0' * 32}").mkdir()
    hub.asked.clear()
    assert store.download(WEIGHTS) == folder
    assert store.is_complete(WEIGHTS)
    assert hub.asked == []
    assert {path.name for path in folder.parent.iterdir()} == {"owner--voice", ".owner--voice.lock"}


def test_complete_new_folder_is_used(store: WeightsStore, hub: StandInHub) -> None:
    folder = store.download(WEIGHTS)
    shutil.copytree(folder, folder.with_name(".new-owner--voice"))
    shutil.rmtree(folder / "model")  # Killed before the first rename.
    hub.asked.clear()
    assert store.download(WEIGHTS) == folder
    assert (folder / "model" / "weights.bin").read_bytes() == MODEL
    assert hub.asked == []


def test_incomplete_new_folder_is_rebuilt(store: WeightsStore, hub: StandInHub) -> None:
    half = store.folder(WEIGHTS).with_name(".new-owner--voice")
    half.mkdir(parents=True)
    (half / "config.json").write_bytes(b"half")
    assert (store.download(WEIGHTS) / "config.json").read_bytes() == CONFIG


def test_concurrent_downloads_fetch_once(store: WeightsStore, hub: StandInHub) -> None:
    hub.trouble.hold_at = _HALF
    with (
        _downloading(store, threading.Event()) as first,
        _downloading(store, threading.Event()) as second,
    ):
        assert hub.trouble.held.wait(10)
        hub.trouble.go.set()
    assert first == second == []
    assert _starts(hub) == [0]
