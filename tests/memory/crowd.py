"""Many threads that want more engines than there is room for, and how each engine is served."""

from __future__ import annotations

import collections
import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.figures import milliseconds, table
from tests.memory.machine import Machine
from tests.memory.truth import Watching
from tests.support.tool_room import PATIENCE_S
from workers.tool.tool_worker import ToolWorker

_NAMES = ("lark", "wren", "robin", "finch", "swift", "crane", "heron", "egret")
#: On a GPU of 8 GB there is room for two that reach their peak, and would be for three
#: that are as large as their load.
_LOADED_GB = 2.5
_PEAK_GB = 3.75
#: Share of requests that the engine does not survive. All others reach its peak.
_CRASHES = 0.02
#: Refusals that differ by no more than these are one.
_NUMBER = re.compile(r"\d[\d.]*")


@dataclass
class Service:
    """What callers of one engine got.

    Attributes:
        answered: Requests that were answered as they should be.
        died: Requests over which the engine died, as it was asked to.
        starts: Times that it was started.
        refusals: Reasons, and how often each was given.
        waits_s: Seconds from each request to its answer.
    """

    answered: int = 0
    died: int = 0
    starts: int = 0
    refusals: collections.Counter[str] = field(default_factory=collections.Counter[str])
    waits_s: list[float] = field(default_factory=list[float])

    @property
    def longest_s(self) -> float:
        """The longest that one caller waited, in seconds."""
        return max(self.waits_s, default=0.0)


class Crowd:
    """Threads that ask engines by a seed; how they meet does not follow from it.

    Attributes:
        tools: The engines.
        service: What callers of each engine got, by its name.
        offences: What must never be so, and was.
    """

    _others_come_later = False

    def __init__(self, machine: Machine, seed: int, *, threads: int = 32) -> None:
        """Make eight engines on one GPU; none is started yet."""
        self.offences: list[str] = []
        self.looks = 0
        self._machine = machine
        self._seed = seed
        self._threads = threads
        self._lock = threading.Lock()
        self.tools = [
            machine.engine(
                name, _PEAK_GB, holds=_LOADED_GB, idle_timeout=0, load={"like_torch": True}
            )
            for name in _NAMES
        ]
        self.service = {name: Service() for name in _NAMES}
        machine.supervisor.add_observer(self._note_event)

    def run(self, seconds: float) -> None:
        """Ask for so long, and watch."""
        watching = Watching(
            self._machine.gpus,
            self._machine.supervisor,
            others_come_later=self._others_come_later,
        )
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._ask_until, args=(number, until), daemon=True)
            for number in range(self._threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()) + PATIENCE_S)
        watching.finish()
        self.looks = watching.looks
        self.offences += watching.offences
        if stuck := sum(thread.is_alive() for thread in threads):
            self.offences.append(f"{stuck} callers got no answer within {PATIENCE_S:g} s")

    def table(self) -> str:
        """How each engine was served."""
        heads = ["engine", "answered", "died", "refused", "starts", "median wait", "longest wait"]
        rows = []
        for name, served in self.service.items():
            waits = sorted(served.waits_s)
            median = milliseconds(waits[len(waits) // 2]) if waits else "–"
            counts = [served.answered, served.died, served.refusals.total(), served.starts]
            rows.append([name, *map(str, counts), median, milliseconds(served.longest_s)])
        return table(heads, rows)

    def _is_plausible(self, answer: dict[str, Any]) -> bool:
        """Whether an error is one that this crowd has to live with."""
        return False

    def _note_event(self, tool_name: str, event: str) -> None:
        with self._lock:
            self.service[tool_name].starts += event == "spawned"

    def _ask_until(self, number: int, until: float) -> None:
        rng = random.Random(f"{self._seed} {number}")
        asked = 0
        try:
            while time.monotonic() < until:
                asked += 1
                self._ask(rng.choice(self.tools), _draw(rng), f"{number} {asked}")
        except BaseException as error:
            self.offences.append(f"{type(error).__name__}: {error}")
            raise

    def _ask(self, tool: ToolWorker, request: dict[str, Any], mark: str) -> None:
        began = time.monotonic()
        answer = tool.call({**request, "mark": mark})
        waited_s = time.monotonic() - began
        with self._lock:
            service = self.service[tool.tool_name]
            service.waits_s.append(waited_s)
            error = answer.get("error")
            if error is None:
                service.answered += 1
                if request["do"] == "exit" or answer["request"]["mark"] != mark:
                    self.offences.append(f"{tool.tool_name}: {request} was answered {answer}")
            elif request["do"] == "exit" and answer.get("transient"):
                service.died += 1
            elif (
                " was refused: " in error
                or "worker startup failed: " in error
                or self._is_plausible(answer)
            ):
                service.refusals[_NUMBER.sub("…", error)] += 1
            else:
                self.offences.append(f"{tool.tool_name}: {request} was answered {answer}")


def _draw(rng: random.Random) -> dict[str, Any]:
    if rng.random() < _CRASHES:
        return {"do": "exit"}
    return {"do": "hold", "gb": _PEAK_GB, "then_gb": _LOADED_GB}
