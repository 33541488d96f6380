"""Runs the checks of style, types, and layers, as on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent

CHECKS = {
    "style": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["basedpyright"],
    "types-on-windows": [
        "basedpyright",
        "--pythonplatform=Windows",
        "app/autostart",
        "installer",
        "workers",
    ],
    "types-of-the-child-on-its-oldest-python": [
        "basedpyright",
        "--pythonversion=3.9",
        "workers/child",
        "workers/engines",
    ],
    "layers": ["lint-imports", "--no-cache", "--no-logo"],
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("check", CHECKS)
def test_check_passes(check: str) -> None:
    tool, *arguments = CHECKS[check]
    command = [str(TOOLS / tool), *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert answer.returncode == 0, f"{' '.join(CHECKS[check])}\n{answer.stdout}{answer.stderr}"
