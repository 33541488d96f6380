"""A program that brings a worker into a situation, prints process IDs, and never ends.

``python -m tests.support.parents.keeper <situation>`` prints one JSON line with the IDs of all
processes that must end when this program is killed.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import threading
from collections.abc import Callable

from tests.support.gpu_workers import Puppet
from tests.support.patience import comes_true

KINDS = ["plain", "session", "bare", "group", "daemon", "fork", "hidden"]


def idle(worker: Puppet) -> list[int]:
    worker.start()
    return []


def idle_with_grandchildren(worker: Puppet) -> list[int]:
    worker.start()
    return worker.do("spawn", how=KINDS)["pids"]


def loading(worker: Puppet) -> list[int]:
    worker.args.append("stuck_with_children")
    _in_background(worker.start)
    pids = _spawned_pids(worker)
    worker.stderr.wait_for("stuck in load")
    comes_true(lambda: worker.pid is not None)
    return pids


def importing(worker: Puppet) -> list[int]:
    worker.args[:] = ["tests.support.tools.stuck_import"]
    _in_background(worker.start)
    worker.stderr.wait_for("stuck in import")
    comes_true(lambda: worker.pid is not None)  # set by the thread that starts it
    return []


def in_a_request(worker: Puppet) -> list[int]:
    worker.start()
    _in_background(lambda: worker.do("spawn_and_hang", how=KINDS))
    worker.stderr.wait_for("hanging")
    return _spawned_pids(worker)


def holding_the_lock(worker: Puppet) -> list[int]:
    worker.start()
    _in_background(lambda: worker.do("spawn_and_hold_the_lock", how=KINDS))
    worker.stderr.wait_for("holding the lock")
    return _spawned_pids(worker)


def streaming_to_a_full_pipe(worker: Puppet) -> list[int]:
    """Blocks the worker in a write to a full pipe."""
    worker.start()
    stream = worker.stream({"do": "stream", "chunks": 1000, "samples": 1_000_000})
    next(stream)
    _kept.append(stream)
    return []


def forked_before(worker: Puppet) -> list[int]:
    """Forks a child that outlives this program and holds its descriptors."""
    worker.start()
    child = multiprocessing.get_context("fork").Process(target=threading.Event().wait)
    child.start()
    assert child.pid is not None
    _outliving.append(child.pid)
    return worker.do("spawn", how=KINDS)["pids"]


def ending(worker: Puppet) -> list[int]:
    """Lets this program end while a worker serves a request."""
    pids = idle_with_grandchildren(worker)
    _in_background(lambda: worker.do("hang"))
    worker.stderr.wait_for("hanging")
    return pids


_kept: list[object] = []
_outliving: list[int] = []


def _in_background(target: Callable[[], object]) -> None:
    threading.Thread(target=target, daemon=True).start()


def _spawned_pids(worker: Puppet) -> list[int]:
    line = worker.stderr.wait_for("spawned ")
    return [int(pid) for pid in line.partition("[")[2].rstrip("]").split(",")]


def main() -> None:
    worker = Puppet(request_timeout=600)
    grandchildren = globals()[sys.argv[1]](worker)
    pids = [worker.pid, *grandchildren]
    print(json.dumps({"pids": pids, "outliving": _outliving}), flush=True)  # noqa: T201
    if sys.argv[1] == "ending":
        sys.stdin.read()  # until the test has seen all processes
        return
    threading.Event().wait()


if __name__ == "__main__":
    main()
