"""The pipes' own affairs: their threads, and workers that are reached through them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import piped_spawn
from tests.workers.process.channel_peers import Peer, pipe_pair
from workers import GPUWorker, WorkerCrash, WorkerTimeout
from workers.errors import WorkerStopped
from workers.process import session
from workers.process.channel_pipes import PipeChannel


@pytest.fixture
def hanging() -> threading.Event:
    """Set when the worker has begun to hang."""
    return threading.Event()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, hanging: threading.Event) -> Iterator[GPUWorker]:
    monkeypatch.setattr(session, "_platform_spawn", lambda: piped_spawn.spawn)
    worker = GPUWorker("piped", "workers.child", args=["tests.workers.process.piped_tool"])
    worker.on_stderr_line(lambda line: hanging.set() if line == "hanging" else None)
    worker.start()
    yield worker
    worker.stop()
    for thread in threading.enumerate():
        if thread.name.endswith("-piped"):
            thread.join(10)
            assert not thread.is_alive(), f"{thread.name} is left behind"


def test_threads_end_with_the_pipes(piped: tuple[PipeChannel, Peer]) -> None:
    channel, peer = piped
    descriptors = open_descriptors()
    peer.close()
    channel.close()
    for thread in threading.enumerate():
        if thread.name.endswith("-test"):
            thread.join(10)
    assert open_descriptors() == descriptors - 4


def test_last_words_are_heard_however_soon_the_end_comes() -> None:
    for number in range(100):
        channel, peer = pipe_pair()
        peer.write(b'{"number": %d, "payload_bytes": 50000}\n' % number + bytes(50_000))
        peer.close()
        channel.expect_nothing()
        assert channel.receive(30)["number"] == number
        channel.close()


def open_descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_requests_are_answered(worker: GPUWorker) -> None:
    payload = os.urandom(1_000_000)
    answer = worker.call({"do": "echo", "text": "Grüße", "payload": payload})
    assert answer["text"] == "Grüße"
    assert answer["payload"] == payload


def test_streams_arrive_in_order(worker: GPUWorker) -> None:
    with worker.stream({"do": "stream", "chunks": 20}) as stream:
        chunks = list(stream)
    assert [chunk["number"] for chunk in chunks] == list(range(20))
    assert all(chunk["payload"] == bytes([chunk["number"]]) * 100_000 for chunk in chunks)
    assert stream.result["total"] == 20


def test_crash_is_seen(worker: GPUWorker) -> None:
    with pytest.raises(WorkerCrash, match="exit=7"):
        worker.call({"do": "exit"})
    worker.start()
    assert worker.call({"do": "echo"})["do"] == "echo"


def test_hang_is_ended(worker: GPUWorker) -> None:
    worker.request_timeout = 0.2
    with pytest.raises(WorkerTimeout):
        worker.call({"do": "hang"})
    assert not worker.is_alive()


def test_hanging_worker_is_stopped_during_a_call(
    worker: GPUWorker, hanging: threading.Event
) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(worker.call, {"do": "hang"})
        assert hanging.wait(30)
        worker.stop(0.1)
        with pytest.raises(WorkerStopped):
            waiting.result(30)
