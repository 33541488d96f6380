"""Environments of engines on Windows: copies of the embeddable Python.

uv doesn't run under Wine; other tests cover its commands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.wine import Windows, WindowsProgram
from tests.support.wine.windows import windows_path


@pytest.fixture
def store(windows: Windows, program: WindowsProgram, tmp_path: Path) -> WindowsProgram:
    """A program with a store of environments, whose uv always succeeds."""
    uv = tmp_path / "uv.cmd"
    uv.write_bytes(b"@exit /b 0\r\n")
    program.run(
        "import pathlib, sys\n"
        "from tests.wine.program_with_worker import *\n"
        "from workers.environments.store import EnvironmentStore\n"
        f"root = pathlib.Path({windows_path(tmp_path / 'environments')!r})\n"
        f"store = EnvironmentStore(root, uv=pathlib.Path({windows_path(uv)!r}))\n"
    )
    return program


def test_environment_is_created_used_and_removed(store: WindowsProgram) -> None:
    store.run("python = store.create('core', ['one==1'], python=pathlib.Path(sys.executable))")
    assert store.value("store.is_complete('core', ['one==1'])")
    assert store.value("store.interpreter('core') == python == root / 'core' / 'python.exe'")
    store.run("worker = Watched(python_exe=str(python)); worker.start()")
    facts = store.value("worker.call({'do': 'facts'})")
    assert facts["executable"] == store.value("str(python)")
    assert f"{store.value('str(root)')}\\core\\Lib\\site-packages" in facts["path"]
    store.run("worker.stop(); store.remove('core')")
    assert store.value("store.interpreter('core')") is None
    assert store.value("[place.name for place in root.iterdir() if place.is_dir()]") == []


def test_environment_does_not_see_the_application_packages(store: WindowsProgram) -> None:
    store.run("python = store.create('core', [], python=pathlib.Path(sys.executable))")
    store.run("worker = Watched(python_exe=str(python)); worker.start()")
    packages = store.value("[place for place in sys.path if 'packages-' in place]")
    assert packages, "the application has no packages to hide"
    assert not set(packages) & set(store.value("worker.call({'do': 'facts'})")["path"])
