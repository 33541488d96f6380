"""Which state may follow which."""

from __future__ import annotations

import itertools

import pytest

from tests.support.tool_room import Events
from workers.base.states import TRANSITIONS, WorkerState
from workers.supervisor import Supervisor
from workers.testing import FakeProbe
from workers.tool.state_machine import StateMachine


@pytest.fixture
def machine() -> StateMachine:
    return StateMachine("lark", Supervisor(probe=FakeProbe()))


def test_every_state_can_be_reached_and_left() -> None:
    assert set(TRANSITIONS) == set(WorkerState)
    assert all(TRANSITIONS.values())
    assert set(itertools.chain(*TRANSITIONS.values())) == set(WorkerState)


def test_only_a_start_leads_out_of_the_states_without_a_process() -> None:
    for state in (WorkerState.STOPPED, WorkerState.CRASHED):
        assert TRANSITIONS[state] == {WorkerState.STARTING}


@pytest.mark.parametrize(("first", "second"), list(itertools.product(WorkerState, repeat=2)))
def test_what_may_not_follow_is_refused_loudly(
    machine: StateMachine, first: WorkerState, second: WorkerState
) -> None:
    machine._state = first
    if second in TRANSITIONS[first]:
        with machine.changed:
            machine.enter(second)
        assert machine.state is second
    else:
        with machine.changed, pytest.raises(AssertionError, match=r"lark.*cannot become"):
            machine.enter(second)
        assert machine.state is first


def test_events_are_told_when_they_are_delivered_and_not_before(machine: StateMachine) -> None:
    events = Events()
    machine.observers.add(events)
    with machine.changed:
        machine.enter(WorkerState.STARTING)
        machine.enter(WorkerState.READY, "spawned")
    assert events.seen == []
    machine.deliver()
    machine.deliver()
    assert events.seen == [("lark", "spawned")]
