"""What the tests on a real GPU share. Without one, or without torch, all of them are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.figures import table
from tests.gpu.machine import GIB, GpuMachine, interpreter, why_not
from tests.support.no_leftovers import no_leftovers
from tests.support.tool_room import Room, room
from workers.tool.tool_worker import ToolWorker

__all__ = ["no_leftovers", "room"]

#: What was learned of each engine, for the summary at the end.
_learned: list[list[str]] = []


@pytest.fixture(scope="session")
def gpu_with_torch() -> None:
    """Skip unless there is a GPU, and an interpreter whose torch can use it."""
    reason = why_not()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def machine(
    gpu_with_torch: None, no_leftovers: None, room: Room, tmp_path: Path
) -> Iterator[GpuMachine]:
    """A GPU with a few GB free."""
    machine = GpuMachine(room, tmp_path / "vram.json")
    yield machine
    _note(machine)
    machine.close()


def _note(machine: GpuMachine) -> None:
    """Remember what the program has learned in a test."""
    gpu = machine.gpu()
    for tool in machine.supervisor.workers():
        assert isinstance(tool, ToolWorker)
        picture = next(
            worker
            for worker in machine.supervisor.snapshot().workers
            if worker.name == tool.tool_name
        )
        need = machine.supervisor.budgets.budget(tool.vram_budget, gpu.name, tool.precision)
        held = picture.memory_bytes or 0
        figures = [held / GIB, (picture.peak_bytes or 0) / GIB, need.bytes / GIB]
        _learned.append(
            [
                tool.tool_name,
                tool.env["TORCH_ACTOR"],
                *(f"{figure:.2f}" for figure in figures),
                "measured" if need.is_measured else "estimated",
                str(picture.memory_source or "–"),
                "–" if picture.reload_s is None else f"{picture.reload_s:.1f}",
            ]
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was learned."""
    if not _learned:
        return
    heads = ["engine", "model GB", "holds GB", "peak GB", "is promised GB", "which is"]
    terminalreporter.section(f"learned on this GPU, with {interpreter()}")
    terminalreporter.write_line(table([*heads, "by the word of", "load s"], _learned))
