"""Makes ToolWorkers for tests, in a supervisor that is closed at the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.background import BackgroundCall
from tests.support.patience import PATIENCE_S, until
from workers.base.clock import Clock
from workers.devices.probe import DeviceProbe
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

__all__ = [
    "PATIENCE_S",
    "BackgroundCall",
    "Events",
    "Gate",
    "Room",
    "freeze",
    "reload_as",
    "room",
    "until",
]

ACTOR = "tests.support.tools.tool_actor"


class Events:
    """An observer that records events and can be waited for."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self._changed = threading.Condition()

    def __call__(self, tool_name: str, event: str) -> None:
        with self._changed:
            self.seen.append((tool_name, event))
            self._changed.notify_all()

    @property
    def names(self) -> list[str]:
        """Names of the events, in order of arrival."""
        return [event for _, event in self.seen]

    def of(self, tool_name: str) -> list[str]:
        return [event for name, event in self.seen if name == tool_name]

    def wait_for(self, event: str, times: int = 1) -> None:
        with self._changed:
            came = self._changed.wait_for(lambda: self.names.count(event) >= times, PATIENCE_S)
        assert came, f"no {event}, only {self.seen}"


class Gate:
    """A place where a child process waits until the test lets it pass."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE_S)
        self.port: int = self._listener.getsockname()[1]
        self._inside: list[socket.socket] = []

    def wait_entered(self) -> None:
        """Waits until the next child has entered."""
        child, _ = self._listener.accept()
        self._inside.append(child)

    def let_pass(self) -> None:
        """Lets the waiting children pass."""
        while self._inside:
            self._inside.pop().close()

    def close(self) -> None:
        self.let_pass()
        self._listener.close()


class Room:
    """Makes supervisors and their tools."""

    def __init__(self, declare: Callable[[str, tuple[float, float]], None]) -> None:
        self._declare = declare
        self._supervisors: list[Supervisor] = []
        self._gates: list[Gate] = []
        self._supervisor: Supervisor | None = None

    @property
    def supervisor(self) -> Supervisor:
        """The latest supervisor; by default with an unused GPU of 8 GB."""
        return self._supervisor or self.supervise()

    def supervise(
        self, probe: DeviceProbe | None = None, clock: Clock | None = None, **options: Any
    ) -> Supervisor:
        """Makes a supervisor of these parts, for the following tools."""
        self._supervisor = Supervisor(probe=probe or FakeProbe(gpu(8.0)), clock=clock, **options)
        self._supervisors.append(self._supervisor)
        return self._supervisor

    def declare(self, key: str, size_gb: float, least_gb: float | None = None) -> str:
        """Adds a budget; returns its key."""
        self._declare(key, (size_gb if least_gb is None else least_gb, size_gb))
        return key

    def tool(
        self, name: str = "tool", *, gb: float = 0.0, load: Any = None, **options: Any
    ) -> ToolWorker:
        """Makes a tool with a declared size; ``load`` is the script of ``tool_actor``."""
        options = {
            "tool_module": ACTOR,
            "vram_budget": self.declare(f"budget_{gb:g}", gb),
            "output_subdir": "speech",
            "engine": "actor",
            "env": {"TOOL_ACTOR": json.dumps(load or {})},
            "supervisor": self.supervisor,
            "startup_timeout": PATIENCE_S,
            "request_timeout": PATIENCE_S,
            **options,
        }
        return ToolWorker(tool_name=name, **options)

    def gate(self) -> Gate:
        self._gates.append(Gate())
        return self._gates[-1]

    def close(self) -> None:
        for gate in self._gates:
            gate.close()
        for supervisor in self._supervisors:
            supervisor.close()


def freeze(tool: ToolWorker) -> Callable[[], None]:
    """Stops a tool's process with SIGSTOP; returns a function that continues it."""
    pid = tool.snapshot().pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    # On a busy machine the threads of the process stop one after the other.
    until(lambda: _thread_states(pid) == {"T"})
    return lambda: os.kill(pid, signal.SIGCONT)


def _thread_states(pid: int) -> set[str]:
    """Returns the states of a process's threads, as in proc(5)."""
    if sys.platform != "linux":
        return {"T"}  # unknown; all threads stop at once there
    stats = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return {stat.rpartition(")")[2].split()[0] for stat in stats}


def reload_as(tool: ToolWorker, **script: Any) -> None:
    """Changes the script of a tool's load, from its next start on."""
    tool.env["TOOL_ACTOR"] = json.dumps(script)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Makes tools, which are stopped with the test."""
    room = Room(lambda key, sizes: monkeypatch.setitem(VRAM_BUDGETS, key, sizes))
    yield room
    room.close()
