"""Workers that the tests of one module share: loading is most of what they take."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.real_engines import Start, real_engines
from workers.environments.store import EnvironmentStore
from workers.tool.tool_worker import ToolWorker


@pytest.fixture(scope="module")
def start(
    test_environments: EnvironmentStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    with real_engines(test_environments, tmp_path_factory.mktemp("home")) as start:
        yield start


@pytest.fixture(scope="module")
def tiny(start: Start) -> ToolWorker:
    """Whisper's smallest: English."""
    return start("whisper-tiny-en")
