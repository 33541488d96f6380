"""What the tests of adapters share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.speaker import interpreter, write_clip
from workers.environments.store import EnvironmentStore


@pytest.fixture(scope="session")
def torch_python(test_environments: EnvironmentStore) -> Path:
    """The interpreter that Pocket-TTS, F5-TTS and OmniVoice share."""
    return interpreter(test_environments, "torch")


@pytest.fixture(scope="session")
def parler_python(test_environments: EnvironmentStore) -> Path:
    """Indic Parler's interpreter, which has what the stand-ins need as well."""
    return interpreter(test_environments, "parler")


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's voice, two seconds of it."""
    return write_clip(tmp_path_factory.mktemp("clips") / "somebody.wav")


@pytest.fixture(scope="session")
def other_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody else's."""
    return write_clip(tmp_path_factory.mktemp("clips") / "else.wav", 3.0, 130.0)
