"""A random mix of faults in several workers, triggered by several threads at once.

After every fault the worker must answer correctly, and at the end nothing may be left. The seed
determines the actions of each thread, not their interleaving.
"""

from __future__ import annotations

import collections
import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

from tests.faults import catalog
from tests.faults.catalog import End, Fault
from tests.faults.room import HASTE_S, Room
from tests.support.patience import PATIENCE_S, comes_true
from workers import GPUWorker, ToolWorker, WorkerCrash, WorkerError, WorkerTimeout
from workers.base.states import WorkerState

Draw = Callable[[random.Random], Fault]

#: For workers that several threads share.
_ANYWHERE: Sequence[Draw] = (
    catalog.crash,
    catalog.crash,
    catalog.crash,
    catalog.harmless,
)
#: For workers with our own child side.
_BEHIND_OUR_CHILD_SIDE: Sequence[Draw] = (
    catalog.harmless_behind_our_child_side,
    catalog.handler_error,
    catalog.handler_exits,
)
#: For workers that one thread uses: other threads would see these faults.
_ALONE: Sequence[Draw] = (
    catalog.hang,
    catalog.bad_start,
    catalog.bad_start,
    catalog.death_between_requests,
)
#: For workers with their own implementation of the protocol, used by one thread.
_BY_HAND: Sequence[Draw] = (
    catalog.unreadable,
    catalog.unreadable,
    catalog.broken_protocol,
    catalog.half,
    catalog.foreign_answers,
    catalog.dies_having_answered,
    catalog.closes_output,
)
_THREADS_OF_A_SHARED_TOOL = 3


class Mismatch(AssertionError):
    """A fault had an unexpected outcome."""


class Actor:
    """Triggers faults in a worker, and checks their outcomes."""

    def __init__(self, room: Room, worker: GPUWorker | ToolWorker, menu: Sequence[Draw]) -> None:
        self.room = room
        self.worker = worker
        self.menu = menu
        self.name = worker.name if isinstance(worker, GPUWorker) else worker.tool_name

    def suffer(self, fault: Fault) -> None:
        """Triggers a fault, and checks its outcome and the recovery."""
        if fault.is_fresh:
            self._expect(Fault("exit", {"do": ["exit:3"]}, End.CRASHED, "died (exit=3)"))
        if fault.next_start:
            self.room.at_next_start(self.worker, fault.next_start)
        self._expect(fault)
        self.room.at_next_start(self.worker, "")
        if fault.dies_later and not comes_true(self._is_known_dead):
            raise Mismatch(f"{self.name}: {fault}: it still lives")
        if fault.leaves_noise and not comes_true(self._answers):
            raise Mismatch(f"{self.name}: {fault}: it is not got over")
        self._expect(Fault(f"nothing, after {fault}"))

    def _expect(self, fault: Fault) -> None:
        text = self.room.text()
        end, answer = self._ask({"text": text, **fault.request}, fault.end)
        says_it = fault.says in str(answer)
        if isinstance(answer, dict) and not fault.says:
            says_it = answer.get("echo") == text
        if end is not fault.end or not says_it:
            raise Mismatch(f"{self.name}: {fault}: {end.value}: {answer!r:.500}")
        if end.is_deadly and not isinstance(self.worker, ToolWorker) and self.worker.is_alive():
            raise Mismatch(f"{self.name}: {fault}: it still lives")

    def _is_known_dead(self) -> bool:
        if isinstance(self.worker, ToolWorker):
            return self.worker.state is WorkerState.CRASHED
        return not self.worker.is_alive()

    def _answers(self) -> bool:
        return self._ask({"text": ""}, End.ANSWERED)[0] is End.ANSWERED

    def _ask(self, request: dict[str, Any], expected: End) -> tuple[End, Any]:
        """Sends a request, starting the worker if necessary; returns the answer or the error."""
        worker = self.worker
        if expected is End.TIMED_OUT:
            worker.request_timeout = HASTE_S
        if expected is End.START_TIMED_OUT:
            worker.startup_timeout = HASTE_S
        try:
            if isinstance(worker, ToolWorker):
                return read_tool_answer(worker.tool_name, worker.call(request))
            return _call(worker, request)
        finally:
            # Other threads use a shared worker with its present timeouts.
            if expected in {End.TIMED_OUT, End.START_TIMED_OUT}:
                worker.request_timeout = worker.startup_timeout = PATIENCE_S


def _call(worker: GPUWorker, request: dict[str, Any]) -> tuple[End, Any]:
    try:
        worker.start()
    except WorkerCrash as error:
        return End.START_CRASHED, error
    except WorkerTimeout as error:
        return End.START_TIMED_OUT, error
    try:
        return End.ANSWERED, worker.call(request)
    except WorkerCrash as error:
        return End.CRASHED, error
    except WorkerTimeout as error:
        return End.TIMED_OUT, error
    except WorkerError as error:
        return End.UNREADABLE, error


def read_tool_answer(name: str, answer: dict[str, Any]) -> tuple[End, Any]:
    """Returns the outcome of a request, from a tool's answer."""
    error = str(answer.get("error", ""))
    if error.startswith(f"{name} crashed: "):
        assert answer["transient"] is True
        return End.TIMED_OUT if "gave no answer" in error else End.CRASHED, error
    if error.startswith(f"{name} worker startup failed: "):
        return End.START_TIMED_OUT if "was not ready" in error else End.START_CRASHED, error
    if error.startswith(f"{name} worker error: "):
        return End.UNREADABLE, error
    return End.ANSWERED, answer


class Mix:
    """A number of faults, distributed over threads."""

    def __init__(self, room: Room, seed: int, count: int) -> None:
        self.done: collections.Counter[str] = collections.Counter()
        self.mismatches: list[str] = []
        self._room = room
        self._seed = seed
        self._lock = threading.Lock()
        self._deaths_of_tools = 0
        self._events: collections.Counter[str] = collections.Counter()
        room.supervisor.add_observer(self._note_event)
        self._actors = list(self._make_actors())
        self._counts = [count // len(self._actors)] * len(self._actors)
        self._counts[0] += count - sum(self._counts)

    def run(self) -> None:
        """Triggers all faults; stops at the first mismatch."""
        threads = [
            threading.Thread(target=self._act, args=(number, actor), name=f"mix-{actor.name}")
            for number, actor in enumerate(self._actors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if not self.mismatches and not comes_true(
            lambda: self._events["crashed"] == self._deaths_of_tools
        ):
            self.mismatches.append(
                f"{self._deaths_of_tools} deaths were observed as {self._events}"
            )

    def _note_event(self, tool_name: str, event: str) -> None:
        with self._lock:
            self._events[event] += 1

    def _make_actors(self) -> Sequence[Actor]:
        room = self._room
        shared_menu = [*_ANYWHERE, *_BEHIND_OUR_CHILD_SIDE]
        shared = [room.tool_worker(), room.tool_worker()] * _THREADS_OF_A_SHARED_TOOL
        own_menu = [*shared_menu, *_ALONE, catalog.noise_everywhere]
        return [
            *(Actor(room, tool, shared_menu) for tool in shared),
            Actor(room, room.tool_worker(), own_menu),
            Actor(room, room.dispatched(), own_menu),
            # Without IDs, a late second answer is taken for the next one.
            Actor(room, room.by_hand(), [*_ANYWHERE, *_ALONE, *_BY_HAND, catalog.two_answers]),
            Actor(room, room.by_hand("no-ids"), [*_ANYWHERE, *_ALONE, *_BY_HAND]),
        ]

    def _act(self, number: int, actor: Actor) -> None:
        rng = random.Random(f"{self._seed} {number}")
        try:
            for _ in range(self._counts[number]):
                if self.mismatches:
                    return
                fault = rng.choice(actor.menu)(rng)
                actor.suffer(fault)
                with self._lock:
                    self.done[fault.name] += 1
                    if isinstance(actor.worker, ToolWorker):
                        self._deaths_of_tools += fault.deaths
        except BaseException as error:
            self.mismatches.append(f"{type(error).__name__}: {error}")
            if not isinstance(error, Mismatch):
                raise
