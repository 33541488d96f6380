"""A worker that leaks memory is restarted between two requests."""

from __future__ import annotations

import logging

import pytest

from tests.memory.machine import Machine
from tests.support.tool_room import until
from workers.tool.tool_worker import ToolWorker

LOADED_GB = 2.0
#: Long enough to distinguish a leak from an allocator that has not settled yet.
REQUESTS = 150


def ask_until_it_is_another(machine: Machine, tool: ToolWorker, growth_gb: float) -> bool:
    """Ask it again and again, growing; True when another process has come to answer."""
    first = tool.call({"do": "echo"})["pid"]
    for number in range(REQUESTS):
        held_gb = LOADED_GB + number * growth_gb
        before = machine.readings  # the look that follows the answer may be over very soon
        answer = tool.call({"do": "hold", "gb": held_gb})
        if answer["pid"] != first:
            return True
        until(lambda before=before: machine.readings > before)
    return False


def test_leak_is_logged_and_restarted(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    machine.watch_closely()
    leaky = machine.engine("leaky", LOADED_GB)
    assert ask_until_it_is_another(machine, leaky, growth_gb=0.03)
    (line,) = [
        record.getMessage() for record in caplog.records if "grew from" in record.getMessage()
    ]
    assert "leaky" in line
    assert "GB" in line
    until(leaky.is_alive)
    assert "error" not in leaky.call({})


def test_memory_that_does_not_grow_is_no_leak(machine: Machine) -> None:
    machine.watch_closely()
    steady = machine.engine("steady", LOADED_GB)
    assert not ask_until_it_is_another(machine, steady, growth_gb=0.0)
