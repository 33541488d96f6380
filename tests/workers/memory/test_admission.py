"""Every branch of the decision, by example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workers.memory.device_states import State, Worker, device, device_state, once_returned
from workers.memory.admission import plan_start
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.plan import CPU, LATER_S, SOON_S, Evict, Fits, Place, Plan, Refuse, Wait

A, B = Place.on(device(index=0)), Place.on(device(index=1))


def loading(claimed: int, measured: int | None = None) -> Allocation:
    return Allocation("loading", claimed, measured, is_settled=False)


def settled(claimed: int, measured: int | None = None) -> Allocation:
    return Allocation("settled", claimed, measured, is_settled=True)


@pytest.mark.parametrize(
    ("used", "allocations", "expected"),
    [
        (0, [], 8),
        (3, [], 5),  # another program
        (0, [loading(5)], 3),  # it has taken nothing yet
        (2, [loading(5)], 1),  # its own or another program's: unknown
        (2, [loading(5, measured=2)], 3),
        (5, [settled(5, measured=5)], 3),
        (6, [settled(5, measured=6)], 2),  # it holds more than it was promised
        (3, [settled(5, measured=3)], 3),  # it may take the rest any time
        (5, [settled(5)], 3),  # the driver reports no shares
        (1, [settled(5)], 3),  # it has not taken all it was promised
        (7, [settled(5)], 1),  # and so has another program
        (8, [loading(5)], -5),
        # Another program took more than was left: Ollama's unsigned figures become huge here.
        (8, [settled(5, measured=3)], -2),
        (8, [loading(5, measured=0)], -5),
        (9, [], -1),  # a driver that counts what it has moved to the system's memory
        (9, [settled(12, measured=9)], -4),
    ],
)
def test_available_memory_is_the_smaller_of_two_figures(
    used: int, allocations: list[Allocation], expected: int
) -> None:
    assert DeviceState(device(used=used), 0, allocations).available_bytes == expected


def test_memory_that_the_driver_keeps_is_not_available() -> None:
    reading = replace(device(8, used=2), free_bytes=5)
    assert DeviceState(reading, 0).available_bytes == 5
    assert DeviceState(reading, 0, [settled(3, measured=2)]).available_bytes == 4


def test_returning_memory_is_available_soon() -> None:
    assert DeviceState(device(8, used=6), 0, returning_bytes=2).available_soon_bytes == 4
    assert DeviceState(device(8, used=1), 0, returning_bytes=2).available_soon_bytes == 8


def victims(plan: Plan) -> list[str]:
    assert isinstance(plan, Evict)
    return [victim.name for victim in plan.victims]


def wait(plan: Plan) -> Wait:
    assert isinstance(plan, Wait)
    return plan


# --- one GPU


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (device_state(8), Fits(A, 8, 8)),
        (device_state(5, Worker("lark", 3)), Fits(A, 5, 5)),
        (device_state(2, Worker("lark", 3), others=3), Fits(A, 2, 2)),
        (device_state(5, Worker("lark", 3, "loading", taken=0)), Fits(A, 5, 5)),
        (device_state(0, others=8), Fits(A, 0, 0)),  # what needs nothing fits where nothing is left
        (device_state(0, Worker("lark", 5, taken=0), others=8), Fits(A, 0, -5)),
        (device_state(3, returning=5), Fits(A, 3, 3)),
    ],
)
def test_start_fits_on_one_gpu(on: DeviceState, expected: Fits) -> None:
    assert plan_start([on]) == expected


def test_memory_is_not_counted_without_a_known_device() -> None:
    assert plan_start([]) == Fits(CPU, 0, 0)
    assert plan_start([], has_cpu_mode=True) == Fits(CPU, 0, 0)


def test_returning_memory_is_waited_for_and_not_reserved() -> None:
    plan = wait(plan_start([device_state(5, returning=5)]))
    assert plan.is_short
    assert "just freed" in plan.reason
    assert plan_start([once_returned(device_state(5, returning=5))]) == Fits(A, 5, 8)


def test_no_worker_is_stopped_for_lack_of_returning_memory() -> None:
    other = Worker("other", 2)
    assert wait(plan_start([device_state(5, other, returning=5)])).is_short
    plan = plan_start([device_state(8, other, returning=5)])
    assert victims(plan) == ["other"]
    assert isinstance(plan, Evict)
    assert plan.free_bytes == 6


def test_memory_that_another_program_took_is_not_expected_back() -> None:
    on = replace(device_state(5, others=5), returning_bytes=99)
    assert wait(plan_start([on])).is_short  # all that is used might be ours
    assert isinstance(plan_start([replace(on, returning_bytes=1)]), Refuse)


def test_eviction_stops_the_least_needed_worker() -> None:
    old, new = Worker("old", 3, idle_s=20.0), Worker("new", 3, idle_s=10.0)
    plan = plan_start([device_state(4, new, old)])
    assert victims(plan) == ["old"]
    assert isinstance(plan, Evict)
    assert (plan.place, plan.needed_bytes, plan.free_bytes) == (A, 4, 2)
    slow = replace(old, reload_s=60.0)
    assert victims(plan_start([device_state(4, new, slow)])) == ["new"]


def test_eviction_covers_an_overdrawn_device() -> None:
    """Another program took what workers were promised and had not taken yet."""
    on = device_state(2, Worker("one", 4, taken=3), Worker("two", 4, taken=1), others=4)
    assert on.available_bytes == -4
    assert victims(plan_start([on])) == ["one", "two"]
    assert isinstance(plan_start([replace(on, needed_bytes=5)]), Refuse)


@pytest.mark.parametrize(
    ("workers", "needed", "blockers", "reason"),
    [
        ([Worker("lark", 5, "busy")], 4, ["lark"], "memory held by lark"),
        (
            [Worker("lark", 4, "busy"), Worker("wren", 4, "busy")],
            8,
            ["lark", "wren"],
            "memory held by lark and wren",
        ),
        # An idle worker that would be stopped anyway is not waited for.
        ([Worker("lark", 4, "busy"), Worker("idle", 4)], 8, ["lark"], "memory held by lark"),
        # No worker is a blocker in vain.
        (
            [Worker("lark", 2, "busy", reload_s=5.0), Worker("wren", 6, "busy", reload_s=9.0)],
            6,
            ["wren"],
            "memory held by wren",
        ),
        (
            [Worker("wren", 5, "loading", taken=0)],
            8,
            [],
            "wren to finish loading",
        ),
        (
            [Worker("wren", 4, "loading", taken=0), Worker("lark", 4, "loading", taken=0)],
            8,
            [],
            "lark and wren to finish loading",
        ),
        # Not for a load where a request's end is enough.
        (
            [Worker("lark", 4, "busy"), Worker("wren", 4, "loading", taken=0)],
            4,
            ["lark"],
            "memory held by lark",
        ),
        (
            [Worker("lark", 4, "busy"), Worker("wren", 4, "loading", taken=0)],
            8,
            ["lark"],
            "memory held by lark and for wren to finish loading",
        ),
        (
            [Worker("lark", 1, "busy"), Worker("wren", 5, "loading", taken=0), Worker("idle", 2)],
            7,
            [],
            "wren to finish loading",
        ),
    ],
)
def test_start_waits_for_busy_and_loading_workers(
    workers: list[Worker], needed: int, blockers: list[str], reason: str
) -> None:
    for has_cpu_mode in (False, True):  # the GPU is worth a moment
        plan = wait(plan_start([device_state(needed, *workers)], has_cpu_mode=has_cpu_mode))
        assert list(plan.blockers) == blockers
        assert plan.reason == f"waiting for {reason}"
        assert plan.retry_s == LATER_S


@pytest.mark.parametrize("state", ["idle", "busy", "loading"])
def test_pinned_workers_are_neither_stopped_nor_waited_for(state: State) -> None:
    pinned = Worker("lark", 5, state, is_pinned=True)
    plan = plan_start([device_state(4, pinned)])
    assert isinstance(plan, Refuse)
    assert plan.help == "Unpin lark, or choose a smaller model."
    other = Worker("wren", 3, idle_s=1.0)
    assert victims(plan_start([device_state(3, pinned, other)])) == ["wren"]


def test_start_waits_while_figures_may_count_a_load_twice() -> None:
    """How much of the 3 is its own, and how much another program's, is unknown."""
    other = Worker("other", 4, "loading", taken=3, is_known=False)
    plan = wait(plan_start([device_state(6, other)]))
    assert plan.reason == "waiting for other to finish loading"
    assert plan.blockers == ()
    assert isinstance(plan_start([device_state(9, other)]), Refuse)
    pinned = replace(other, is_pinned=True)
    assert isinstance(plan_start([device_state(4, pinned)]), Wait)
    assert isinstance(plan_start([device_state(5, pinned)]), Refuse)


def test_load_that_frees_too_little_is_not_waited_for() -> None:
    """What it has taken is known, so that nothing counts twice."""
    other = Worker("other", 4, "loading", taken=2)
    assert isinstance(plan_start([device_state(5, other, others=3)]), Wait)
    assert isinstance(plan_start([device_state(6, other, others=3)]), Refuse)


def test_reservation_without_a_worker_is_not_a_load() -> None:
    reserved = Allocation("embedder", 4, None, is_settled=False)
    on = device_state(4, others=3)
    plan = plan_start([replace(on, allocations=[reserved])])
    assert isinstance(plan, Refuse)
    assert plan_start([replace(on, allocations=[reserved], needed_bytes=1)]) == Fits(A, 1, 1)


def test_cpu_mode_is_no_alternative_without_a_gpu() -> None:
    on = device_state(9, Worker("lark", 2))
    memory = replace(on.device, uuid="system", kind="system", backend="cpu")
    plan = plan_start([replace(on, device=memory)], has_cpu_mode=True)
    assert isinstance(plan, Refuse)
    assert isinstance(plan_start([on, replace(on, device=memory)], has_cpu_mode=True), Fits)


def test_cpu_mode_replaces_a_refusal() -> None:
    on = device_state(9, Worker("lark", 2))
    plan = plan_start([on], has_cpu_mode=True)
    assert isinstance(plan, Fits)
    assert (plan.place, plan.needed_bytes, plan.free_bytes) == (CPU, 0, 0)
    refusal = plan_start([on])
    assert isinstance(refusal, Refuse)
    assert plan.instead == refusal.reason
    # But a GPU is better than the CPU, even if a worker has to be stopped.
    assert victims(plan_start([device_state(8, Worker("lark", 2))], has_cpu_mode=True)) == ["lark"]


# --- two GPUs


def test_start_goes_to_the_tightest_fit() -> None:
    large, small = device_state(3, total=12), device_state(3, total=6, index=1)
    assert plan_start([large, small]) == Fits(B, 3, 6)
    assert plan_start([device_state(3, total=6), device_state(3, total=12, index=1)]) == Fits(
        A, 3, 6
    )
    assert plan_start([large, replace(small, needed_bytes=7)]) == Fits(A, 3, 12)
    # It may need more on one model of GPU than on another.
    assert plan_start([device_state(6), device_state(3, index=1)]) == Fits(A, 6, 8)


def test_first_of_two_equal_gpus_is_chosen() -> None:
    assert plan_start([device_state(3, index=1), device_state(3)]) == Fits(A, 3, 8)
    assert plan_start([device_state(0, index=1), device_state(0)]) == Fits(A, 0, 8)


def test_uncounted_start_goes_where_most_is_available() -> None:
    assert plan_start([device_state(0, others=6), device_state(0, others=5, index=1)]) == Fits(
        B, 0, 3
    )
    # What is known to fit is better than what may.
    assert plan_start([device_state(0), device_state(2, others=5, index=1)]) == Fits(B, 2, 3)
    assert plan_start([device_state(0, others=8), device_state(2, others=7, index=1)]) == Fits(
        A, 0, 0
    )


def test_no_worker_is_stopped_if_another_gpu_has_room() -> None:
    full, empty = device_state(5, Worker("lark", 8)), device_state(5, index=1)
    assert plan_start([full, empty]) == Fits(B, 5, 8)


def test_no_worker_is_stopped_if_memory_returns_to_another_gpu() -> None:
    full, emptied = device_state(5, Worker("lark", 8)), device_state(5, index=1, returning=8)
    plan = wait(plan_start([full, emptied]))
    assert plan.retry_s == SOON_S


@pytest.mark.parametrize(
    ("first", "second", "place", "expected"),
    [
        # The one that is needed least.
        ([Worker("new", 8, idle_s=5)], [Worker("old", 8, idle_s=50)], B, ["old"]),
        ([Worker("old", 8, idle_s=50)], [Worker("new", 8, idle_s=5)], A, ["old"]),
        # One that is needed less than two together, but not the other way round.
        (
            [Worker("one", 4, idle_s=60), Worker("two", 4, idle_s=60)],
            [Worker("three", 8, idle_s=40)],
            B,
            ["three"],
        ),
        (
            [Worker("one", 4, idle_s=60), Worker("two", 4, idle_s=60)],
            [Worker("three", 8, idle_s=20)],
            A,
            ["one", "two"],
        ),
        # Needed alike: the fewest, then the least that is freed in vain, then the first.
        (
            [
                Worker("one", 4, idle_s=40),
                Worker("two", 3, idle_s=40),
                Worker("busy", 1, "busy"),
            ],
            [Worker("three", 8, idle_s=20)],
            B,
            ["three"],
        ),
        (
            [Worker("one", 8, idle_s=20), Worker("busy", 0, "busy")],
            [Worker("two", 7, idle_s=20), Worker("busy", 1, "busy")],
            B,
            ["two"],
        ),
        ([Worker("one", 8, idle_s=20)], [Worker("two", 8, idle_s=20)], A, ["one"]),
        # Only one of them has room to make.
        ([Worker("one", 8, is_pinned=True)], [Worker("two", 8, idle_s=0)], B, ["two"]),
    ],
)
def test_eviction_chooses_the_gpu_whose_workers_are_needed_least(
    first: list[Worker], second: list[Worker], place: Place, expected: list[str]
) -> None:
    plan = plan_start([device_state(7, *first), device_state(7, *second, index=1)])
    assert victims(plan) == expected
    assert isinstance(plan, Evict)
    assert plan.place == place


@pytest.mark.parametrize(
    ("first", "second", "blockers"),
    [
        ([Worker("lark", 8, "busy", 0, 30.0)], [Worker("wren", 8, "busy", 0, 3.0)], ["wren"]),
        ([Worker("lark", 8, "loading")], [Worker("wren", 8, "busy", 0, 60.0)], ["wren"]),
        ([Worker("lark", 8, is_pinned=True)], [Worker("wren", 8, "busy")], ["wren"]),
        ([Worker("lark", 8, "busy")], [Worker("wren", 8, "busy")], ["lark"]),
        ([Worker("lark", 8, "loading")], [Worker("wren", 8, is_pinned=True)], []),
    ],
)
def test_wait_chooses_the_gpu_whose_workers_are_needed_least(
    first: list[Worker], second: list[Worker], blockers: list[str]
) -> None:
    plan = wait(plan_start([device_state(7, *first), device_state(7, *second, index=1)]))
    assert list(plan.blockers) == blockers
