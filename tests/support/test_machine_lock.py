"""The lock that lets marked tests run alone."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.background import BackgroundCall
from tests.support.machine_lock import MachineLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")


class Holder:
    """Holds a lock on a thread, as a test in another process does, until it is released."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        self.lock = MachineLock(folder)
        self.has_it = threading.Event()
        self._release = threading.Event()
        self._holding = BackgroundCall(lambda: self._hold(alone=alone))

    def _hold(self, *, alone: bool) -> None:
        with self.lock.hold(alone=alone):
            self.has_it.set()
            self._release.wait()

    def release(self) -> None:
        """Releases the lock; a second call does nothing."""
        self._release.set()
        self._holding.result()
        self.lock.close()


@pytest.fixture
def other(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Holder]:
    """Another process that has the lock, shared or alone."""
    other = Holder(tmp_path, alone=request.param)
    assert other.has_it.wait(60)
    yield other
    other.release()


@pytest.mark.parametrize("other", [False], indirect=True)
def test_tests_share_the_machine(tmp_path: Path, other: Holder) -> None:
    lock = MachineLock(tmp_path)
    with lock.hold(alone=False):
        assert other.has_it.is_set()
    lock.close()


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("other", [True], indirect=True)
def test_test_that_is_alone_keeps_others_out(tmp_path: Path, other: Holder, alone: bool) -> None:
    waiting = Holder(tmp_path, alone=alone)
    assert not waiting.has_it.wait(0.1)
    other.release()
    assert waiting.has_it.wait(60)
    waiting.release()


@pytest.mark.parametrize("other", [False], indirect=True)
def test_test_that_waits_to_be_alone_is_next(tmp_path: Path, other: Holder) -> None:
    alone = Holder(tmp_path, alone=True)
    assert not alone.has_it.wait(0.1)
    later = Holder(tmp_path, alone=False)
    assert not later.has_it.wait(0.1), "it would keep the other out"
    other.release()
    assert alone.has_it.wait(60)
    assert not later.has_it.is_set()
    alone.release()
    assert later.has_it.wait(60)
    later.release()
