"""Workers run by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.by_hand import PUPPET, HandRun
from tests.support.gpu_workers import INBOXES

RunByHand = Callable[..., HandRun]


@pytest.fixture
def run_by_hand() -> Iterator[RunByHand]:
    """Runs ``python -m workers.child`` with these arguments; ended with the test."""
    runs: list[HandRun] = []

    def run(*arguments: str, **options: Any) -> HandRun:
        runs.append(HandRun(*arguments, **options))
        return runs[-1]

    yield run
    for started in runs:
        started.end()


@pytest.fixture
def child(run_by_hand: RunByHand, inbox: str) -> HandRun:
    """A puppet that is ready, once with each inbox."""
    run = run_by_hand(PUPPET, module=INBOXES[inbox])
    run.until_ready()
    return run
