"""Ways to call a function in another process: ours and those of public libraries."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from workers import GPUWorker, WorkerCrash

_FOLDER = Path(__file__).parent
MEGABYTE = 2**20


class Contender(Protocol):
    """A way to call another process."""

    name: str

    def start(self) -> None:
        """Spawns the process and waits until it is ready."""
        ...

    def exchange(self, request: dict[str, Any]) -> object:
        """Sends a request and returns its answer; ``{"size": n}`` requests n bytes."""
        ...

    def kill_and_wait(self) -> float:
        """Kills the process during a request, and returns once the caller has noticed.

        Returns:
            When the process was killed, in seconds of ``time.perf_counter``.
        """
        ...

    def stop(self) -> None:
        """Ends the process."""
        ...


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Answers a request; runs in the process of each contender."""
    if request.get("sleep"):
        time.sleep(60)  # noqa: TID251 - killed meanwhile
    if "size" in request:
        return {"payload": bytes(request["size"])}
    return {"length": len(request.get("text", ""))}


def process_id() -> int:
    """Returns the ID of the process that runs this."""
    return os.getpid()


class _Killing:
    """Kills a process from another thread, 50 ms after the request."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._killed_at = 0.0
        self._timer = threading.Timer(0.05, self._kill)
        self._timer.start()

    def _kill(self) -> None:
        self._killed_at = time.perf_counter()
        os.kill(self._pid, signal.SIGKILL)

    def killed_at(self) -> float:
        """Returns when; called after the caller has noticed."""
        return self._killed_at


class EngineRoom:
    """``GPUWorker``: JSON lines and raw payloads over a socket pair, with a guard process."""

    name = "engine room"

    def __init__(self) -> None:
        self._worker = GPUWorker(
            "benchmark",
            "workers.child",
            args=["tests.benchmarks.answering"],
            env={"PYTHONPATH": str(_FOLDER.parents[1])},
        )

    def start(self) -> None:
        self._worker.start()

    def exchange(self, request: dict[str, Any]) -> object:
        return self._worker.call(request)

    def kill_and_wait(self) -> float:
        pid = self._worker.pid
        assert pid is not None
        killing = _Killing(pid)
        with contextlib.suppress(WorkerCrash):
            self._worker.call({"sleep": True})
        return killing.killed_at()

    def stop(self) -> None:
        self._worker.stop()


class BarePipe:
    """Two pipes with length-prefixed bytes: the lower limit."""

    name = "bare pipe"
    _process: subprocess.Popen[bytes]

    def start(self) -> None:
        script = str(_FOLDER / "bare_pipe_child.py")
        self._process = subprocess.Popen(
            [sys.executable, "-I", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._read(1)

    def exchange(self, request: dict[str, Any]) -> object:
        text = str(request.get("text", "")).encode() or request.get("payload", b"")
        size = request.get("size", 0)
        self._send(len(text).to_bytes(4, "big") + int(size).to_bytes(4, "big") + text)
        return self._read(int.from_bytes(self._read(4), "big"))

    def kill_and_wait(self) -> float:
        killing = _Killing(self._process.pid)
        with contextlib.suppress(EOFError):
            self._read(1)
        return killing.killed_at()

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        view = memoryview(data)
        while view:
            view = view[self._process.stdin.write(view) or 0 :]

    def _read(self, size: int) -> bytearray:
        assert self._process.stdout is not None
        data = bytearray(size)
        view = memoryview(data)
        while view:
            count = self._process.stdout.readinto(view)  # type: ignore[attr-defined]
            if not count:
                raise EOFError
            view = view[count:]
        return data


def _serve(connection: Connection) -> None:
    connection.send("ready")
    while True:
        try:
            connection.send(answer(connection.recv()))
        except EOFError:
            return


class MultiprocessingPipe:
    """``multiprocessing.Pipe`` to a spawned process: pickles over a socket pair."""

    name = "multiprocessing.Pipe"

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,))
        self._process.start()
        theirs.close()
        self._connection.recv()

    def exchange(self, request: dict[str, Any]) -> object:
        self._connection.send(request)
        return self._connection.recv()

    def kill_and_wait(self) -> float:
        assert self._process.pid is not None
        self._connection.send({"sleep": True})
        killing = _Killing(self._process.pid)
        with contextlib.suppress(EOFError):
            self._connection.recv()
        return killing.killed_at()

    def stop(self) -> None:
        self._connection.close()
        self._process.join()


class Pool:
    """An executor with one worker process."""

    def __init__(self, name: str, make: Callable[[], Executor]) -> None:
        self.name = name
        self._make = make

    def start(self) -> None:
        self._executor = self._make()
        self._pid = self._executor.submit(process_id).result()

    def exchange(self, request: dict[str, Any]) -> object:
        return self._executor.submit(answer, request).result()

    def kill_and_wait(self) -> float:
        pending: Future[Any] = self._executor.submit(answer, {"sleep": True})
        killing = _Killing(self._pid)
        pending.exception()
        return killing.killed_at()

    def stop(self) -> None:
        self._executor.shutdown(wait=True)


def all_contenders() -> list[Contender]:
    """Returns our way first, then the others."""
    from loky import ProcessPoolExecutor as LokyExecutor

    context = multiprocessing.get_context("spawn")
    return [
        EngineRoom(),
        BarePipe(),
        MultiprocessingPipe(),
        Pool("ProcessPoolExecutor", lambda: ProcessPoolExecutor(1, mp_context=context)),
        Pool("loky", lambda: LokyExecutor(1)),
    ]
