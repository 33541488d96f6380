"""From the first byte to READY, seen from the other end of the pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.by_hand import PUPPET, READY
from tests.workers.child.conftest import RunByHand


def test_memory_then_ready_and_nothing_else(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET)
    assert run.until_ready() == ["__WORKER_VRAM_GB__0.000000", READY]


def test_startup_is_logged_on_stderr(run_by_hand: RunByHand) -> None:
    run = run_by_hand(PUPPET)
    run.until_ready()
    run.close_input()
    _, errors = run.rest()
    version = ".".join(map(str, sys.version_info[:3]))
    startup = next(line for line in errors.splitlines() if line.startswith("startup: "))
    assert startup.startswith(f"startup: python={version} prefix={sys.prefix} ")
    assert "site_packages_top3=[" in startup


def test_startup_is_logged_before_the_tool_is_imported(run_by_hand: RunByHand) -> None:
    run = run_by_hand("tests.support.tools.no_such_tool")
    assert run.exit_code() == 2
    _, errors = run.rest()
    assert errors.startswith("startup: python=")


@pytest.mark.parametrize("variant", ["failing", "exiting"])
def test_failed_load_exits_with_2_and_the_reason(run_by_hand: RunByHand, variant: str) -> None:
    run = run_by_hand(PUPPET, variant)
    assert run.exit_code() == 2
    output, errors = run.rest()
    assert output == []
    why = {"failing": "RuntimeError: no such weights", "exiting": "this machine will not do"}
    assert why[variant] in errors.splitlines()[-1]


def test_progress_comes_as_lines_before_ready(run_by_hand: RunByHand, tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.write_text("0.25\n7\n", encoding="utf-8")
    run = run_by_hand(PUPPET, "reported", env={"TOLD": str(steps)})
    assert run.until_ready()[:2] == [
        '{"event": "progress", "stage": "Loading", "detail": "weights", "fraction": 0.25}',
        '{"event": "progress", "stage": "Loading", "detail": "weights", "fraction": 1.0}',
    ]
