"""Environments and tools for tests of what a child may import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.process.channel_peers import ends, piped

__all__ = ["ends", "piped"]


@pytest.fixture(scope="session")
def venv_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of a real virtual environment that holds one package, ``only_here``."""
    folder = tmp_path_factory.mktemp("engine") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([python, "-c", code], capture_output=True, check=True, text=True)
    packages = Path(answer.stdout.strip())
    (packages / "only_here.py").write_text("WHERE = 'the environment'\n")
    # An engine may well bring a package of that name along.
    (packages / "workers").mkdir()
    (packages / "workers" / "__init__.py").write_text("raise ImportError('the wrong one')\n")
    return str(python)


@pytest.fixture
def tool_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on ``sys.path`` with a tool, ``lonely_tool``, and its neighbours."""
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "lonely_tool.py").write_text(
        "def _load(): pass\n"
        "def _synthesize(model, request):\n"
        "    module = __import__(request['module'])\n"
        "    return {'file': module.__file__, 'me': __file__}\n"
    )
    (folder / "neighbour.py").write_text("")
    monkeypatch.syspath_prepend(str(folder))
    return folder
