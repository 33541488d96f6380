"""What a command costs before it does anything: modules imported and workers built."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workers.environments.store import EnvironmentStore

ROOT = Path(__file__).resolve().parents[3]
#: Before parts of the room were built on first use, "say" imported 217 and built 31 workers.
MOST_MODULES = 109
#: Counts by a profiler, which needs none of our modules.
PROGRAM = """
import json, sys, threading

workers = 0

def count(frame, event, argument):
    global workers
    workers += event == "call" and frame.f_code.co_qualname == "ToolWorker.__init__"

threading.setprofile(count)
sys.setprofile(count)
from app.__main__ import main
code = main(sys.argv[1:])
sys.setprofile(None)
ours = [name for name in sys.modules if name.partition(".")[0] in ("app", "workers")]
print(json.dumps({"code": code, "modules": sorted(ours), "workers": workers}))
"""


@pytest.fixture
def installed_engine(engineroom_home: Path, test_environments: EnvironmentStore) -> None:
    """The built-in engine, as the installer has made it for the tests."""
    python = test_environments.interpreter("core")
    if python is None:
        pytest.fail("The engine's environment is missing; run: python3 -m installer test")
    folder = engineroom_home / "data"
    folder.mkdir(exist_ok=True)
    (folder / "environments").symlink_to(python.parents[2], target_is_directory=True)


def cost_of(*arguments: str) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    cost: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    assert cost["code"] == 0, answer.stderr
    return cost


def test_say_imports_few_modules_and_builds_one_worker(
    installed_engine: None, tmp_path: Path
) -> None:
    speech = tmp_path / "speech.wav"
    cost = cost_of("say", "Hello", "--out", str(speech), "--engine", "hibari")
    assert speech.stat().st_size > 10_000
    assert cost["workers"] == 1
    assert len(cost["modules"]) <= MOST_MODULES, cost["modules"]


def test_list_builds_no_worker(engineroom_home: Path) -> None:
    cost = cost_of("list")
    assert cost["workers"] == 0
    assert "workers.tool.tool_worker" not in cost["modules"]
    assert "workers.weights.store" not in cost["modules"]
