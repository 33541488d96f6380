"""What a dry run says is what a start then does."""

from __future__ import annotations

import logging
import random

import pytest

from tests.memory.machine import Machine, alive
from tests.support.tool_room import BackgroundCall, until
from workers.memory.plan import Evict, Fits, Refuse, Wait


@pytest.mark.parametrize("seed", range(6))
def test_dry_run_names_the_workers_that_are_stopped(machine: Machine, seed: int) -> None:
    rng = random.Random(seed)
    machine.put_in(8.0, 6.0)
    sizes = [rng.choice([0.5, 1.0, 1.5, 2.0, 3.0]) for _ in range(9)]
    tools = [machine.engine(f"tool{n}", size) for n, size in enumerate(sizes)]
    for tool in tools:
        tool.call({})
    for tool in rng.sample(tools, 4):
        tool.call({})
    tools[0].set_pinned(True)
    before = alive(*tools)
    new = machine.engine("new", rng.choice([3.0, 4.0, 5.0]))
    plan = new.plan()
    assert alive(*tools) == before, "a dry run stops nobody"
    answer = new.call({})
    gone = set(before) - set(alive(*tools))
    if isinstance(plan, Evict):
        assert {victim.name for victim in plan.victims} == gone
        assert "error" not in answer
    elif isinstance(plan, Fits):
        assert not gone
        assert "error" not in answer
    else:
        assert isinstance(plan, Refuse)
        assert not gone
        assert plan.reason in answer["error"]
    if "error" not in answer:
        pid = new.snapshot().pid
        assert not isinstance(plan, Refuse | Wait)
        assert pid in machine.truth.holders(plan.place.index)


def test_dry_run_gives_gain_and_cost(machine: Machine) -> None:
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    old.call({})
    plan = new.plan()
    assert isinstance(plan, Evict)
    (victim,) = plan.victims
    assert victim.name == "old"
    assert victim.frees_bytes == 5 * 2**30
    assert victim.idle_s < 60
    assert victim.reload_s is not None
    assert victim.reload_s > 0
    assert str(plan).startswith("stops old (idle for ")
    assert "5.00 GB" in str(plan)
    again = machine.supervisor.plan("new")
    assert isinstance(again, Evict)
    assert [victim.name for victim in again.victims] == ["old"]


def test_executed_plan_is_logged(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    old, new = machine.engine("old", 5.0), machine.engine("new", 5.0)
    old.call({})
    new.call({})
    (line,) = [
        record.getMessage() for record in caplog.records if "stops old" in record.getMessage()
    ]
    assert "new" in line
    assert "frees 5.00 GB" in line


def test_busy_engine_is_waited_for(machine: Machine) -> None:
    gate = machine.room.gate()
    lark, wren = machine.engine("lark", 5.0), machine.engine("wren", 5.0)
    busy = BackgroundCall(lambda: lark.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    plan = wren.plan()
    assert isinstance(plan, Wait)
    assert plan.blockers == ("lark",)
    assert "lark" in str(plan)
    gate.let_pass()
    assert busy.result()["passed"]
    until(lambda: isinstance(wren.plan(), Evict))


def test_dry_run_reserves_nothing(machine: Machine) -> None:
    tools = [machine.engine(f"tool{n}", 5.0) for n in range(3)]
    for tool in tools:
        assert isinstance(tool.plan(), Fits)
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0
    assert "error" not in tools[0].call({})
