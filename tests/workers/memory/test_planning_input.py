"""Planning input of a start whose budget an out-of-memory has raised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workers.memory.fake_user import FakeUser
from workers.base.clock import MonotonicClock
from workers.devices.probe import ProcessMemory
from workers.devices.reader import DeviceReader
from workers.memory.budgets import Budgets
from workers.memory.ledger import Ledger
from workers.memory.plan import Evict, Fits, Place, Refuse
from workers.memory.planning_input import MemoryRequest, Planner, PlanningInput
from workers.testing import FakeProbe, gpu

GIB = 2**30
FIVE = MemoryRequest("five")


class Machine:
    """A GPU of 8 GB on which what needs 5 GB has run out of memory, and is to have 6.25."""

    def __init__(self, others_gb: float = 0.0) -> None:
        self.device = gpu(8.0, others_gb)
        self.ledger = Ledger()
        self.budgets = Budgets(None, {"five": (5.0, 5.0)})
        self.budgets.raise_budget("five", self.device.name, "", 5 * GIB)

    def resident(self, gigabytes: float, *, is_pinned: bool) -> None:
        user = FakeUser("resident", is_idle=True)
        user.is_pinned = is_pinned
        size = int(gigabytes * GIB)
        place = Place.on(self.device)
        reservation = self.ledger.reserve("resident", "other", size, place, user)
        self.ledger.settle(reservation, (7,), size, None, now=0.0)
        self.device = replace(
            gpu(8.0, self.device.used_bytes / GIB + gigabytes),
            processes=(ProcessMemory(7, size, "resident"),),
        )

    def look(self) -> PlanningInput:
        clock = MonotonicClock()
        planner = Planner(DeviceReader(FakeProbe(self.device), clock), self.ledger, self.budgets)
        return planner.read(FIVE, clock.now())

    def needed_gb(self) -> float:
        (device_state,) = self.look().devices
        return device_state.needed_bytes / GIB


def test_raised_budget_is_reserved() -> None:
    machine = Machine()
    assert machine.needed_gb() == 6.25
    assert isinstance(machine.look().plan(FIVE), Fits)


def test_raised_budget_is_limited_to_the_room() -> None:
    machine = Machine(others_gb=2.0)
    assert machine.needed_gb() == 6.0
    assert isinstance(machine.look().plan(FIVE), Fits)


def test_raised_budget_is_never_below_the_earlier_one() -> None:
    machine = Machine(others_gb=4.0)
    assert machine.needed_gb() == 5.0
    assert isinstance(machine.look().plan(FIVE), Refuse)


@pytest.mark.parametrize(
    ("is_pinned", "needed_gb", "kind"), [(False, 6.25, Evict), (True, 6.0, Fits)]
)
def test_unpinned_workers_make_room_for_a_raised_budget(
    is_pinned: bool, needed_gb: float, kind: type
) -> None:
    machine = Machine()
    machine.resident(2.0, is_pinned=is_pinned)
    assert machine.needed_gb() == needed_gb
    assert isinstance(machine.look().plan(FIVE), kind)
