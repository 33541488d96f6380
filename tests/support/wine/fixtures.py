"""Fixtures of Windows and its programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.wine.program import WindowsProgram
from tests.support.wine.windows import Windows


@pytest.fixture(scope="session")
def windows() -> Windows:
    """A Windows with Python; skips tests without Wine."""
    if missing := Windows.missing():
        pytest.skip(missing)
    return Windows.cached()


@pytest.fixture(scope="session")
def watcher(windows: Windows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsProgram]:
    """A program that sees Windows' processes, and keeps Windows running between tests."""
    with WindowsProgram(windows, tmp_path_factory.mktemp("watcher")) as program:
        program.run("import psutil; watched = {}")
        yield program


@pytest.fixture
def program(windows: Windows, watcher: WindowsProgram, tmp_path: Path) -> Iterator[WindowsProgram]:
    """A program that uses ``workers``."""
    with WindowsProgram(windows, tmp_path / "home") as program:
        yield program
