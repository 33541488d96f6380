from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_S
from tests.workers.weights.hub import StandInHub
from workers.catalog.entry import Weights
from workers.weights.hub import HubTimeouts
from workers.weights.store import WeightsStore

#: Large enough for LFS, and to arrive in many pieces.
MODEL = bytes(range(251)) * 4000
CONFIG = b'{"sample_rate": 24000}'
WEIGHTS = Weights("owner/voice", "Apache-2.0")
#: Short pauses; long limits, which only a hanging test reaches, however busy the machine is.
PATIENCE = HubTimeouts(timeout_s=30.0, listing_s=PATIENCE_S, retry_waits_s=(0.01, 0.01, 0.01))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInHub]:
    """Starts a hub with one repository, ``owner/voice``, and blocks all others."""
    from huggingface_hub.utils import close_session

    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    close_session()
    hub = StandInHub()
    hub.publish("owner/voice", {"config.json": CONFIG, "model/weights.bin": MODEL})
    yield hub
    hub.stop()
    close_session()


@pytest.fixture
def store(tmp_path: Path, hub: StandInHub) -> WeightsStore:
    return WeightsStore(tmp_path / "weights", hub.endpoint, timeouts=PATIENCE)
