"""What holds for every test: no display, and nobody's own data touched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from workers.environments.store import EnvironmentStore

ROOT = Path(__file__).resolve().parents[1]

# Set before Qt is imported by anyone. A test that needs a real display starts one of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Whatever language the machine has: what the program says is compared with English.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

# How long an example takes tells how busy the machine is, not whether the program is right.
settings.register_profile(
    "any machine",
    settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def engineroom_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Give each test, and the processes it starts, an empty home of their own."""
    home = tmp_path_factory.mktemp("engineroom-home")
    monkeypatch.setenv("ENGINEROOM_HOME", str(home))
    monkeypatch.setenv("HEVOLVE_MODEL_DIR", str(home / "models"))
    return home


@pytest.fixture(scope="session")
def test_environments() -> EnvironmentStore:
    """The environments that ``python -m installer test`` has made for the tests."""
    from workers.environments.store import EnvironmentStore

    return EnvironmentStore(ROOT / ".environments")
