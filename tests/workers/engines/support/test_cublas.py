"""cuBLAS is found in the folder of its package; any library serves as a stand-in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workers.engines.support import cublas

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names of Linux")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of NVIDIA's packages, with library names that no system has."""
    monkeypatch.setattr(cublas, "_NAMES", ("libcublasLt.so.0", "libcublas.so.0"))
    folder = tmp_path / "nvidia" / "cublas" / "lib"
    folder.mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nvidia", raising=False)
    return folder


def test_both_of_its_libraries_are_needed(package: Path) -> None:
    assert not cublas.load()
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    library = next(line.split()[-1] for line in maps if "/libc.so" in line)
    (package / "libcublasLt.so.0").symlink_to(library)
    assert not cublas.load()
    (package / "libcublas.so.0").symlink_to(library)
    assert cublas.load()


def test_invalid_library_is_not_loaded(package: Path) -> None:
    for name in ("libcublasLt.so.0", "libcublas.so.0"):
        (package / name).write_bytes(b"")
    assert not cublas.load()
