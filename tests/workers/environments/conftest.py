from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.nvml_standin.fixtures import nvml_standin, nvml_standin_library
from tests.support.wheels import Wheels
from workers.environments.store import EnvironmentStore

__all__ = ["nvml_standin", "nvml_standin_library"]


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheels:
    """Packages ``alpha`` 1.0 and 2.0 and ``beta`` 1.0, and no others."""
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_FIND_LINKS"):
        monkeypatch.delenv(variable, raising=False)
    folder = Wheels(tmp_path / "wheels")
    for name, version in (("alpha", "1.0"), ("alpha", "2.0"), ("beta", "1.0")):
        folder.add(name, version)
    configuration = tmp_path / "pip.conf"
    configuration.write_text(f"[global]\nfind-links = {folder.folder}\nno-index = true\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    # Not the user's cache: packages of the same name and version differ between tests.
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def store(tmp_path: Path, wheels: Wheels) -> EnvironmentStore:
    return EnvironmentStore(tmp_path / "environments")
