"""What is learned of an engine: its load and its peak, by GPU, for this run and the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.memory.machine import Machine, alive
from tests.support.nvml_standin import GIB
from tests.support.tool_room import until
from workers.memory.budgets import ENOUGH_REQUESTS
from workers.memory.plan import Fits
from workers.snapshot import WorkerSnapshot
from workers.tool.tool_worker import ToolWorker

#: As engines on torch do. What the driver alone shows is looked at once a second.
REPORTS_ITS_PEAK = {"like_torch": True}


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "vram.json"


def picture(machine: Machine) -> WorkerSnapshot:
    return machine.supervisor.snapshot().workers[-1]


def needed_bytes(tool: ToolWorker) -> int:
    plan = tool.plan()
    assert isinstance(plan, Fits)
    return plan.needed_bytes


def live_through(machine: Machine, tool: ToolWorker, peak_gb: float, then_gb: float = 2.0) -> None:
    """A worker's life with as many requests as it takes to learn from, each with this peak."""
    for _ in range(ENOUGH_REQUESTS):
        assert "error" not in tool.call({"do": "hold", "gb": peak_gb, "then_gb": then_gb})
    until(lambda: (picture(machine).peak_bytes or 0) >= int(peak_gb * GIB))
    tool.stop()


def test_estimate_is_marked_until_measured(machine: Machine) -> None:
    lark = machine.engine("lark", 5.0, holds=2.0)
    assert not picture(machine).budget_is_measured
    assert needed_bytes(lark) == 5 * GIB
    lark.start()
    assert picture(machine).memory_bytes == 2 * GIB
    assert picture(machine).memory_source == "driver"
    assert picture(machine).reload_s is not None
    lark.stop()
    assert picture(machine).memory_bytes is None


def test_load_and_peak_survive_a_restart(machine: Machine, ledger_file: Path) -> None:
    machine.supervise(ledger_file=ledger_file)
    lark = machine.engine("lark", 5.0, holds=2.0, load=REPORTS_ITS_PEAK)
    live_through(machine, lark, peak_gb=3.0)
    reload_s = picture(machine).reload_s
    machine.supervisor.close()
    assert "version" in json.loads(ledger_file.read_text(encoding="utf-8"))

    machine.supervise(ledger_file=ledger_file)
    lark = machine.engine("lark", 5.0, holds=2.0, load=REPORTS_ITS_PEAK)
    assert picture(machine).budget_is_measured
    assert picture(machine).reload_s == pytest.approx(reload_s, abs=0.001)
    assert needed_bytes(lark) >= 3 * GIB
    # By now its peak is known, two that were declared to be too large fit beside each other.
    wren = machine.engine("wren", 4.0)
    wren.start()
    lark.start()
    assert alive(lark, wren) == ["lark", "wren"]


def test_claim_covers_the_peak_and_not_only_the_load(machine: Machine, ledger_file: Path) -> None:
    machine.supervise(ledger_file=ledger_file)
    lark = machine.engine("lark", 2.0, holds=2.0, load=REPORTS_ITS_PEAK)
    live_through(machine, lark, peak_gb=4.0)
    lark.start()
    assert machine.truth.held_bytes() == 2 * GIB
    assert machine.supervisor.free_bytes() <= 4 * GIB


def test_each_gpu_model_is_learned_by_itself(machine: Machine, ledger_file: Path) -> None:
    machine.supervise(ledger_file=ledger_file)
    machine.put_in(8.0, 16.0)
    lark = machine.engine("lark", 2.0, holds=3.0, load=REPORTS_ITS_PEAK, device="cuda:0")
    live_through(machine, lark, peak_gb=3.0)
    at_home = needed_bytes(lark)
    lark.device = "cuda:1"
    elsewhere = needed_bytes(lark)
    assert at_home >= 3 * GIB
    assert elsewhere >= 2 * GIB  # by what is declared, or by what was learned next door


def test_each_precision_is_learned_by_itself(machine: Machine) -> None:
    lark = machine.engine("lark", 2.0, holds=4.0, load=REPORTS_ITS_PEAK, precision="float32")
    live_through(machine, lark, peak_gb=4.0)
    assert needed_bytes(lark) >= 4 * GIB
    machine.supervisor.close()
    again = machine.supervise()
    assert not again.snapshot().workers


@pytest.mark.parametrize("damage", ["", "{", '{"version": 99}', "[1, 2]"])
def test_unreadable_file_loses_only_its_figures(
    machine: Machine, ledger_file: Path, damage: str
) -> None:
    ledger_file.parent.mkdir()
    ledger_file.write_text(damage, encoding="utf-8")
    machine.supervise(ledger_file=ledger_file)
    lark = machine.engine("lark", 5.0, holds=2.0, load=REPORTS_ITS_PEAK)
    assert not picture(machine).budget_is_measured
    live_through(machine, lark, peak_gb=3.0)
    machine.supervisor.close()
    assert "version" in json.loads(ledger_file.read_text(encoding="utf-8"))


def test_worker_without_a_peak_reserves_its_declared_size(machine: Machine) -> None:
    lark = machine.engine("lark", 5.0, holds=2.0)
    for _ in range(2 * ENOUGH_REQUESTS):
        lark.call({"do": "hold", "gb": 4.0, "then_gb": 2.0})
    lark.stop()
    assert needed_bytes(lark) == 5 * GIB
