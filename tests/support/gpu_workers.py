"""Makes GPUWorkers for tests, which are stopped at the end, and records their stderr."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.background import BackgroundCall
from tests.support.by_hand import PUPPET
from tests.support.patience import PATIENCE_S
from workers import GPUWorker

__all__ = [
    "INBOXES",
    "BackgroundCall",
    "Lines",
    "MakeWorker",
    "Puppet",
    "inbox",
    "make_worker",
    "puppet",
]

MakeWorker = Callable[..., "Puppet"]
#: What the puppet answers when it is asked to raise.
BOOM = {"error": "ValueError: boom", "error_type": "ValueError"}
#: How the child reads: as POSIX does, and as Windows does.
INBOXES = {"shared": "workers.child", "threaded": "tests.support.threaded_child"}


class Puppet(GPUWorker):
    """A GPUWorker whose tool is scripted; see ``tests/support/tools/puppet.py``."""

    def __init__(
        self,
        variant: str | None = None,
        *,
        name: str = "puppet",
        inbox: str = "shared",
        **options: Any,
    ) -> None:
        arguments = [PUPPET, variant] if variant else [PUPPET]
        super().__init__(
            name, INBOXES[inbox], args=arguments, **{"startup_timeout": 60.0, **options}
        )
        self.stderr = Lines()
        self.on_stderr_line(self.stderr)

    def do(self, action: str, **request: Any) -> dict[str, Any]:
        return self.call({"do": action, **request})


class Lines:
    """Lines from any thread, which can be waited for."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._changed = threading.Condition()

    def __call__(self, line: str) -> None:
        with self._changed:
            self._lines.append(line)
            self._changed.notify_all()

    def wait_for(self, words: str) -> str:
        """Waits for a line with these words, and returns it."""

        def found() -> str | None:
            return next((line for line in self._lines if words in line), None)

        with self._changed:
            line = self._changed.wait_for(found, PATIENCE_S)
            assert line is not None, f"never said {words!r}, but {self._lines}"
            return line


@pytest.fixture
def make_worker() -> Iterator[MakeWorker]:
    """Makes puppets, which are stopped when the test ends."""
    made: list[Puppet] = []

    def make(variant: str | None = None, **options: Any) -> Puppet:
        worker = Puppet(variant, **options)
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.stop(0.0)
        assert worker.wait_gone(PATIENCE_S)


@pytest.fixture(params=INBOXES)
def inbox(request: pytest.FixtureRequest) -> str:
    """Each way of a child to read requests."""
    return request.param


@pytest.fixture
def puppet(make_worker: MakeWorker) -> Puppet:
    """A puppet that is ready."""
    worker = make_worker()
    worker.start()
    return worker
