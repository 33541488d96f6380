"""Ways to have another process answer: ours, and those of other libraries."""

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

from workers import GPUWorker, ToolWorker, WorkerCrash
from workers.supervisor import Supervisor

_FOLDER = Path(__file__).parent
MEGABYTE = 2**20


class Contender(Protocol):
    """A process that answers, as the benchmark uses it."""

    name: str

    def start(self) -> None:
        """Spawns the process and waits until it can answer."""
        ...

    def exchange(self, request: dict[str, Any]) -> object:
        """Waits for one answer; ``{"size": n}`` asks for n bytes."""
        ...

    def kill_and_wait(self) -> float:
        """Kills the process in the middle of a request, and returns when the caller knows.

        Returns:
            Seconds of ``time.perf_counter`` at which it was killed.
        """
        ...

    def stop(self) -> None:
        """Ends the process."""
        ...


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Answers a request, in every contender's process."""
    if request.get("sleep"):
        time.sleep(60)  # noqa: TID251 - killed meanwhile
    if "size" in request:
        return {"payload": bytes(request["size"])}
    return {"length": len(request.get("text", ""))}


def process_id() -> int:
    """Returns the pid of the process that runs this."""
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
        """Returns when it was killed; the caller has noticed by then."""
        return self._killed_at


class OneProcess:
    """``GPUWorker``: JSON lines and raw bytes over a socket pair."""

    name = "GPUWorker"

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


class OneTool:
    """``ToolWorker``: the same process, with its memory, its queue and its idle timeout."""

    name = "ToolWorker"

    def __init__(self) -> None:
        self._supervisor = Supervisor()
        self._tool = ToolWorker(
            tool_name="benchmark",
            tool_module="tests.benchmarks.answering",
            vram_budget="benchmark",
            output_subdir="benchmark",
            engine="benchmark",
            python_exe=sys.executable,
            supervisor=self._supervisor,
        )

    def start(self) -> None:
        self._tool.start()

    def exchange(self, request: dict[str, Any]) -> object:
        return self._tool.call(request)

    def kill_and_wait(self) -> float:
        pid = self._tool.snapshot().pid
        assert pid is not None
        killing = _Killing(pid)
        assert "crashed" in self._tool.call({"sleep": True})["error"]
        return killing.killed_at()

    def stop(self) -> None:
        self._tool.stop()


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
        expected = request.get("size", 0)
        self._send(len(text).to_bytes(4, "big") + int(expected).to_bytes(4, "big") + text)
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
        OneProcess(),
        OneTool(),
        BarePipe(),
        MultiprocessingPipe(),
        Pool("ProcessPoolExecutor", lambda: ProcessPoolExecutor(1, mp_context=context)),
        Pool("loky", lambda: LokyExecutor(1)),
    ]
