"""A mix of faults; for longer ones, see ``python -m tests.faults --help``."""

from __future__ import annotations

import random

import pytest

from tests.faults.mix import Mix
from tests.faults.room import Room

COUNT = 500


@pytest.mark.timeout(600)
def test_mix_of_faults_is_survived(room: Room) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"to repeat it: python -m tests.faults --count {COUNT} --seed {seed}")  # noqa: T201
    mix = Mix(room, seed, COUNT)
    mix.run()
    assert not mix.mismatches
    assert mix.done.total() == COUNT
