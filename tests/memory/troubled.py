"""The crowd while everything goes wrong around it that can: it is got over, every time."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

from tests.memory.crowd import Crowd
from tests.memory.machine import Machine
from tests.support.nvml_standin import GIB
from tests.support.tool_room import PATIENCE_S, BackgroundCall

#: How long each trouble is left to work, in seconds.
_LAST_S = 0.1
#: Readings that lag come late by so much, in milliseconds.
_LAGS_MS = (0, 20, 300)


class TroubledCrowd(Crowd):
    """Its callers may be refused, with a reason; no caller waits forever.

    Attributes:
        troubles: What was done to it, and how often.
    """

    _others_come_later = True

    def __init__(self, machine: Machine, seed: int, *, threads: int = 32) -> None:
        """Two GPUs, so that there is more to go wrong."""
        machine.put_in(8.0, 8.0)
        super().__init__(machine, seed, threads=threads)
        self.troubles: dict[str, int] = {}
        self._rng = random.Random(f"{seed} trouble")
        self._done = threading.Event()

    def run(self, seconds: float) -> None:
        """Make trouble while they ask, and see that all is well when it is over."""
        troubling = BackgroundCall(self._trouble)
        super().run(seconds)
        self._done.set()
        troubling.result()
        self._calm_down()
        for tool in self.tools:
            tool.start()  # whatever it has crashed of
            answer = tool.call({"do": "echo"})
            if "error" in answer:
                self.offences.append(f"afterwards: {answer}")

    def _is_plausible(self, answer: dict[str, Any]) -> bool:
        return answer.get("transient") is True or "freed for other" in str(answer["error"])

    def _trouble(self) -> None:
        troubles: list[Callable[[], object]] = [
            self._lag,
            self._lose_driver,
            self._other_program,
            self._pin,
            self._stop_one,
            self._plan,
            self._hand_over,
            self._make_room,
            self._look,
        ]
        while not self._done.wait(self._rng.random() * _LAST_S):
            trouble = self._rng.choice(troubles)
            name = trouble.__name__.strip("_")
            self.troubles[name] = self.troubles.get(name, 0) + 1
            trouble()

    def _calm_down(self) -> None:
        machine = self._machine
        machine.gpus.set_lag(0)
        machine.gpus.reappear()
        for device in range(2):
            machine.another_program_takes(0.0, device)
        for tool in self.tools:
            tool.set_pinned(False)
        machine.supervisor.restore_gpu()

    def _lag(self) -> None:
        self._machine.gpus.set_lag(self._rng.choice(_LAGS_MS))

    def _lose_driver(self) -> None:
        self._machine.gpus.vanish()
        self._done.wait(_LAST_S)
        self._machine.gpus.reappear()

    def _other_program(self) -> None:
        size_gb = self._rng.choice([0.0, 0.0, 0.5, 3.0])
        self._machine.another_program_takes(size_gb, self._rng.randrange(2))

    def _pin(self) -> None:
        for tool in self.tools:
            tool.set_pinned(False)
        self._rng.choice(self.tools).set_pinned(True)

    def _stop_one(self) -> None:
        self._rng.choice(self.tools).stop()

    def _plan(self) -> None:
        assert str(self._rng.choice(self.tools).plan())

    def _hand_over(self) -> None:
        supervisor = self._machine.supervisor
        supervisor.release_gpu(finish_within_s=self._rng.choice([0.0, 0.05, 5.0]))
        if any(self._machine.truth.holders(device) for device in range(2)):
            self.offences.append("somebody is still there after release_gpu()")
        self._done.wait(_LAST_S)
        supervisor.restore_gpu()

    def _make_room(self) -> None:
        self._machine.supervisor.memory.keyed.make_room(self._rng.choice([1, 4, 8]) * GIB)

    def _look(self) -> None:
        for thread in [BackgroundCall(self._machine.supervisor.snapshot) for _ in range(2)]:
            thread.join(PATIENCE_S)
            assert thread.result().workers
