"""32 threads over 8 engines with room for 2; longer: ``python -m tests.memory --help``."""

from __future__ import annotations

import random

import pytest

from tests.memory.crowd import Crowd
from tests.memory.machine import Machine
from tests.memory.troubled import TroubledCrowd

#: The one in trouble has less: what it is for, happens within seconds.
SECONDS, TROUBLED_SECONDS = 60.0, 12.0
#: How long a caller may wait for an answer in a crowd of this size, on a machine that is busy
#: with other things as well.
LONGEST_WAIT_S = 45.0


@pytest.fixture
def seed() -> int:
    seed = random.SystemRandom().randrange(2**32)
    print(f"to have it again: python -m tests.memory --seed {seed}")  # noqa: T201
    return seed


@pytest.mark.timeout(600)
def test_crowd(machine: Machine, seed: int) -> None:
    crowd = Crowd(machine, seed)
    crowd.run(SECONDS)
    print(crowd.table())  # noqa: T201 - shown when it fails
    assert not crowd.offences
    assert crowd.looks > 100
    for name, service in crowd.service.items():
        assert service.answered > 0, f"{name} was never served"
        assert service.longest_s < LONGEST_WAIT_S, name
    machine.supervisor.stop_all()
    assert machine.supervisor.memory.ledger.reserved_bytes() == 0
    assert not machine.supervisor.memory.queue.is_contended


@pytest.mark.timeout(600)
def test_crowd_in_trouble(machine: Machine, seed: int) -> None:
    """The same with ``--trouble``."""
    crowd = TroubledCrowd(machine, seed)
    crowd.run(TROUBLED_SECONDS)
    print(crowd.troubles)  # noqa: T201 - shown when it fails
    print(crowd.table())  # noqa: T201 - as above
    assert not crowd.offences
    assert sum(crowd.troubles.values()) > 10
