"""The stand-in as a pytest fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pynvml
import pytest

from tests.support.nvml_standin.standin import NvmlStandIn, build_library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def nvml_standin_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the stand-in ``libnvidia-ml.so.1`` once a run."""
    try:
        return build_library(tmp_path_factory.mktemp("nvml"))
    except FileNotFoundError as error:
        pytest.skip(str(error))


@pytest.fixture
def nvml_standin(
    nvml_standin_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NvmlStandIn]:
    """A machine with one 8 GiB GPU, for ``pynvml`` in this process.

    Children of this process can declare what they hold; those that are to read it, too,
    need :attr:`NvmlStandIn.environment`.
    """
    folder = tmp_path / "nvml"
    folder.mkdir()
    standin = NvmlStandIn(nvml_standin_library, folder)
    library = standin.load()
    # Whatever the process has loaded before, a real driver included, is back afterwards.
    monkeypatch.setattr(pynvml, "nvmlLib", library)
    monkeypatch.setattr(pynvml, "_nvmlGetFunctionPointer_cache", {})
    monkeypatch.setenv("NVML_STANDIN_DIR", str(folder))
    yield standin
    library.standin_use(b"")
