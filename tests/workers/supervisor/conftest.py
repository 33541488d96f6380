"""The machine of the memory tests, for tests of the supervisor."""

from __future__ import annotations

from tests.workers.memory.conftest import (
    engine,
    nvml_standin,
    nvml_standin_library,
    supervisor,
)

__all__ = ["engine", "nvml_standin", "nvml_standin_library", "supervisor"]
