"""Workers that each want the other's memory, asked from many threads at the same moment."""

from __future__ import annotations

import random
import threading

import pytest

from tests.support.nvml_standin import GIB, NvmlStandIn
from tests.support.tool_room import PATIENCE_S, BackgroundCall
from tests.workers.memory.conftest import MakeEngine
from workers.supervisor import Supervisor
from workers.tool.tool_worker import ToolWorker

TOTAL = 8 * GIB


class Watching(threading.Thread):
    """Looks at promises and at the driver's figures, all the time."""

    def __init__(self, supervisor: Supervisor) -> None:
        super().__init__(daemon=True)
        self._supervisor = supervisor
        self._done = threading.Event()
        self.looks = 0
        self.most_promised = 0
        self.most_used = 0
        self.start()

    def run(self) -> None:
        while not self._done.wait(0.0005):
            self.looks += 1
            self.most_promised = max(
                self.most_promised, self._supervisor.memory.ledger.reserved_bytes()
            )
            if self.looks % 16 == 0:
                (device,) = self._supervisor.snapshot().devices
                self.most_used = max(self.most_used, device.used_bytes)

    def finish(self) -> None:
        self._done.set()
        self.join(PATIENCE_S)
        assert self.looks > 50
        assert 0 < self.most_promised <= TOTAL
        assert 0 < self.most_used <= TOTAL


def ask_from_threads(
    tools: list[ToolWorker], threads: int, times: int, seed: int
) -> list[dict[str, object]]:
    together = threading.Barrier(threads)

    def ask(number: int) -> list[dict[str, object]]:
        random_ = random.Random(seed + number)
        answers = []
        for turn in range(times):
            if turn % 4 == 0:
                together.wait(PATIENCE_S)
            answers.append(random_.choice(tools).call({"n": number}))
            assert answers[-1].get("echo", {"n": number}) == {"n": number}
        return answers

    asking = [BackgroundCall(lambda number=number: ask(number)) for number in range(threads)]
    return [answer for thread in asking for answer in thread.result()]


@pytest.mark.timeout(600)
def test_two_from_16_threads_200_times(supervisor: Supervisor, engine: MakeEngine) -> None:
    tools = [engine("lark", 5.0), engine("wren", 5.0)]
    watching = Watching(supervisor)
    answers = ask_from_threads(tools, threads=16, times=13, seed=1)
    watching.finish()
    assert len(answers) == 208
    assert [answer for answer in answers if "error" in answer] == []
    assert len({answer["pid"] for answer in answers}) > 4, "hardly anybody was evicted"
    supervisor.stop_all()
    assert supervisor.memory.ledger.reserved_bytes() == 0


@pytest.mark.timeout(600)
def test_two_at_the_very_same_moment_again_and_again(
    supervisor: Supervisor, engine: MakeEngine
) -> None:
    lark, wren = engine("lark", 5.0), engine("wren", 5.0)
    together = threading.Barrier(2)

    def ask(tool: ToolWorker) -> None:
        for _ in range(10):
            together.wait(PATIENCE_S)
            assert "error" not in tool.call({})

    watching = Watching(supervisor)
    threads = [BackgroundCall(lambda tool=tool: ask(tool)) for tool in (lark, wren)]
    for thread in threads:
        thread.result()
    watching.finish()


@pytest.mark.timeout(600)
def test_room_for_two_of_five_with_crashes_stops_and_lagging_figures(
    supervisor: Supervisor, engine: MakeEngine, nvml_standin: NvmlStandIn
) -> None:
    nvml_standin.set_lag(30)
    nvml_standin.set_unlisted(GIB)
    tools = [engine(f"tool{n}", 3.0) for n in range(5)]
    done = threading.Event()

    def disturb() -> None:
        random_ = random.Random(7)
        while not done.wait(0.05):
            if random_.random() < 0.5:
                random_.choice(tools).stop()
            else:
                random_.choice(tools).call({"do": "exit"})

    watching = Watching(supervisor)
    disturbing = BackgroundCall(disturb)
    answers = ask_from_threads(tools, threads=12, times=8, seed=2)
    done.set()
    disturbing.result()
    watching.finish()
    assert watching.most_promised <= TOTAL - GIB
    for answer in answers:
        assert "pid" in answer or answer.get("transient") is True, answer
    supervisor.stop_all()
    assert supervisor.memory.ledger.reserved_bytes() == 0
    assert not supervisor.memory.queue.is_contended
