"""The stand-in hub as a program, for tests that start the application."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import workers
from tests.workers.weights.conftest import MODEL, PATIENCE, WEIGHTS
from workers.weights.store import WeightsStore


def test_stand_in_hub_serves_a_folder(tmp_path: Path) -> None:
    from huggingface_hub.utils import close_session

    repository = tmp_path / "hub" / "owner" / "voice" / "model"
    repository.mkdir(parents=True)
    (repository / "weights.bin").write_bytes(MODEL)
    command = [sys.executable, "-m", "tests.workers.weights.hub", str(tmp_path / "hub")]
    with subprocess.Popen(
        command,
        cwd=Path(workers.__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as hub:
        assert hub.stdout
        endpoint = hub.stdout.readline().strip()
        store = WeightsStore(tmp_path / "weights", endpoint, timeouts=PATIENCE)
        assert (store.download(WEIGHTS) / "model" / "weights.bin").read_bytes() == MODEL
        close_session()
        hub.communicate(timeout=20)
    assert hub.returncode == 0
