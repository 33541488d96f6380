"""GPU release and restore at inconvenient moments."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.support.tool_room import BackgroundCall, Gate, Room, until
from workers.devices.probe import DeviceReading
from workers.errors import WorkerError
from workers.memory.plan import CPU, Evict, Fits
from workers.supervisor.gpu_release import REFUSAL
from workers.testing import FakeClock, FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

#: How long something is given to go wrong that would go wrong at once.
_A_MOMENT_S = 0.3


def engine(room: Room, name: str = "lark", **options: Any) -> ToolWorker:
    return room.tool(name, gb=2.0, **options)


def is_there(*tools: ToolWorker) -> list[str]:
    return [tool.tool_name for tool in tools if tool.is_alive()]


def serving(tool: ToolWorker, gate: Gate) -> BackgroundCall:
    """A request that stands at the gate."""
    tool.start()
    asking = BackgroundCall(lambda: tool.call({"do": "pass", "gate": gate.port}))
    gate.wait_entered()
    return asking


def test_release_stops_a_worker_that_was_just_admitted(room: Room) -> None:
    """Its plan was made before the GPU was lent, its promise would be made after that."""
    lark, supervisor = engine(room), room.supervisor
    releases: list[BackgroundCall] = []
    grant = supervisor.memory._grant

    def grant_late(*arguments: Any, **options: Any) -> Any:
        releases.append(BackgroundCall(lambda: supervisor.release_gpu(finish_within_s=0.0)))
        releases[0].join(_A_MOMENT_S)
        return grant(*arguments, **options)

    supervisor.memory._grant = grant_late  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(WorkerError):
        lark.start()
    assert releases[0].result() == ("lark",)
    assert is_there(lark) == []
    supervisor.memory._grant = grant
    assert supervisor.restore_gpu() == ()
    assert is_there(lark) == ["lark"]


def test_start_by_hand_that_is_over_is_not_waited_for(room: Room) -> None:
    supervisor = room.supervise(clock=FakeClock())
    lark = engine(room)
    may_go_on = threading.Event()
    lark.add_observer(lambda _, event: may_go_on.wait(60.0) if event == "spawned" else None)
    starting = BackgroundCall(lark.start)
    until(lark.is_alive)
    releasing = BackgroundCall(lambda: supervisor.release_gpu(finish_within_s=600.0))
    until(lambda: not lark.snapshot().accepts_requests)
    releasing.join(_A_MOMENT_S)  # it waits by now
    may_go_on.set()
    starting.result()
    assert releasing.result() == ("lark",)


def test_asked_for_again_while_some_still_finish_all_come_back(room: Room) -> None:
    lark, wren, gate = engine(room), engine(room, "wren"), room.gate()
    wren.start()
    busy = serving(lark, gate)
    releasing = BackgroundCall(lambda: room.supervisor.release_gpu(finish_within_s=600.0))
    until(lambda: not wren.is_alive())
    restoring = BackgroundCall(room.supervisor.restore_gpu)
    restoring.join(_A_MOMENT_S)
    gate.let_pass()
    assert busy.result()["passed"]
    assert releasing.result() == ("wren", "lark")
    assert restoring.result() == ()
    assert not room.supervisor.gpu_is_released
    assert is_there(lark, wren) == ["lark", "wren"]


def test_second_release_during_a_restore_remembers_all(room: Room) -> None:
    """One is back, one is loading, one has not even been admitted."""
    lark, wren, robin = (engine(room, name) for name in ("lark", "wren", "robin"))
    tools = (lark, wren, robin)
    for tool in tools:
        tool.start()
    supervisor, gate, may_go_on = room.supervisor, room.gate(), threading.Event()
    supervisor.release_gpu()
    wren.env["TOOL_ACTOR"] = f'{{"gate": {gate.port}}}'
    admit = supervisor.memory.admit

    def admit_late(tenant: Any, ticket: Any) -> Any:
        if tenant is robin:
            assert may_go_on.wait(60.0)
        return admit(tenant, ticket)

    supervisor.memory.admit = admit_late  # pyright: ignore[reportAttributeAccessIssue]
    restoring = BackgroundCall(supervisor.restore_gpu)
    gate.wait_entered()
    until(lark.is_alive)
    releasing = BackgroundCall(lambda: supervisor.release_gpu(finish_within_s=0.0))
    assert set(releasing.result()) == {"lark", "wren"}
    may_go_on.set()
    assert {name for name, _ in restoring.result()} == {"wren", "robin"}
    assert is_there(*tools) == []
    wren.env["TOOL_ACTOR"] = "{}"
    assert supervisor.restore_gpu() == ()
    assert is_there(*tools) == ["lark", "wren", "robin"]


def test_dropped_tool_is_neither_kept_nor_started(room: Room) -> None:
    lark = engine(room)
    lark.start()
    kept = weakref.ref(lark)
    assert room.supervisor.release_gpu() == ("lark",)
    del lark

    def is_gone() -> bool:
        gc.collect()
        return kept() is None

    until(is_gone)
    assert room.supervisor.restore_gpu() == ()
    assert room.supervisor.workers() == ()


def test_worker_on_the_cpu_returns_to_the_gpu(room: Room) -> None:
    lark = engine(room, cpu_mode=True, pinned=True)
    lark.start()
    assert room.supervisor.release_gpu() == ("lark",)
    assert "error" not in lark.call({})
    assert lark.snapshot().device == "cpu"
    assert room.supervisor.restore_gpu() == ()
    place = lark.snapshot().place
    assert place is not None
    assert place.label == "cuda:0"


def test_requests_resume_when_a_release_fails(room: Room) -> None:
    lark, wren = engine(room), engine(room, "wren")
    lark.start()
    wren.start()

    def fail(owner: object, reason: str) -> None:
        raise KeyboardInterrupt

    wren.reject_requests = fail  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(KeyboardInterrupt):
        room.supervisor.release_gpu()
    assert lark.snapshot().accepts_requests
    assert room.supervisor.gpu_is_released
    assert room.supervisor.restore_gpu() == ()
    assert "error" not in lark.call({})


@pytest.mark.parametrize("device", [None, "cuda:0"])
def test_worker_of_unknown_need_leaves_as_well(room: Room, device: str | None) -> None:
    """It has no counted reservation, and its memory is unknown."""
    supervisor, gate = room.supervise(FakeProbe(gpu(8.0))), room.gate()
    lark = room.tool("lark", load={"gate": gate.port}, vram_budget="unheard of", device=device)
    starting = BackgroundCall(lark.start)
    gate.wait_entered()
    assert supervisor.release_gpu(finish_within_s=0.0) == ("lark",)
    with pytest.raises(WorkerError, match="stopped"):
        starting.result()


def test_requests_during_a_release_fail_with_the_reason(room: Room) -> None:
    lark, wren = engine(room), engine(room, "wren")
    gate = room.gate()
    busy = serving(lark, gate)
    releasing = BackgroundCall(lambda: room.supervisor.release_gpu(finish_within_s=600.0))
    until(lambda: not lark.snapshot().accepts_requests)
    asks: list[Callable[[], Any]] = [lambda: lark.call({}), lambda: wren.call({})]
    for ask in asks:
        assert "GPU was freed for other programs" in ask()["error"]
    assert room.supervisor.release_gpu(finish_within_s=0.0) == ()  # in a hurry now
    assert busy.result()["transient"]
    assert releasing.result() == ("lark",)


def test_worker_of_unknown_need_does_not_slip_in(room: Room) -> None:
    """It asks while nothing is lent, and is written down when it is."""
    supervisor = room.supervise(FakeProbe(gpu(8.0)))
    lark = room.tool("lark", vram_budget="unheard of")
    ledger = supervisor.memory.ledger
    reserve = ledger.reserve

    def reserve_late(*arguments: Any, **options: Any) -> Any:
        ledger.reserve = reserve  # pyright: ignore[reportAttributeAccessIssue]
        supervisor.release_gpu(finish_within_s=0.0)
        return reserve(*arguments, **options)

    ledger.reserve = reserve_late  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(WorkerError, match=REFUSAL):
        lark.start()
    assert ledger.reservations() == ()


@pytest.mark.parametrize("gpus", [(gpu(8.0),), (gpu(8.0), gpu(8.0, index=1))])
def test_worker_that_only_says_itself_what_it_holds_leaves_as_well(
    room: Room, gpus: tuple[DeviceReading, ...]
) -> None:
    """It has no counted reservation, and the driver does not report its place."""
    supervisor = room.supervise(FakeProbe(*gpus))
    lark = room.tool("lark", load={"reported_gb": 3.0}, vram_budget="unheard of")
    lark.start()
    assert supervisor.release_gpu() == ("lark",)
    assert is_there(lark) == []


def test_on_the_only_gpu_it_can_be_stopped_for_another(room: Room) -> None:
    probe = FakeProbe(gpu(8.0))
    room.supervise(probe)
    lark = room.tool("lark", load={"reported_gb": 6.0}, vram_budget="unheard of")
    lark.start()
    probe.set((gpu(8.0, 6.0),))
    plan = room.tool("wren", gb=4.0).plan()
    assert isinstance(plan, Evict)
    assert [victim.name for victim in plan.victims] == ["lark"]


def test_workers_without_gpu_memory_start_during_a_release(room: Room) -> None:
    lark, on_cpu = engine(room), room.tool("on_cpu", gb=0.0)
    lark.start()
    assert room.supervisor.release_gpu() == ("lark",)
    assert on_cpu.plan() == Fits(CPU, 0, 0)
    on_cpu.start()
    assert on_cpu.snapshot().place is None
    assert room.supervisor.release_gpu() == ()
    assert is_there(on_cpu) == ["on_cpu"]


def test_measured_worker_is_refused_although_declared_free(room: Room) -> None:
    supervisor = room.supervise(FakeProbe(gpu(8.0)))
    lark = room.tool("lark", gb=0.0, load={"reported_gb": 3.0})
    lark.start()
    assert supervisor.release_gpu() == ("lark",)
    with pytest.raises(WorkerError, match=REFUSAL):
        lark.start()


def test_unified_memory_is_released(room: Room) -> None:
    """As on a Mac."""
    unified = replace(gpu(16.0), kind="system", uuid="system", backend="mps")
    supervisor, lark = room.supervise(FakeProbe(unified)), engine(room)
    lark.start()
    assert supervisor.release_gpu() == ("lark",)
    with pytest.raises(WorkerError, match=REFUSAL):
        lark.start()
    assert supervisor.restore_gpu() == ()
    assert is_there(lark) == ["lark"]
