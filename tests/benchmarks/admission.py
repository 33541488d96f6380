"""Measures the planning of a start: ``python -m tests.benchmarks.admission``.

Only the planner, on plain data: no driver, process, or lock. Each waiting start is planned again
whenever memory may have become free. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable
from dataclasses import replace

from tests.benchmarks.figures import machine, median_and_99th, milliseconds, table, timed
from workers.devices.probe import DeviceReading
from workers.memory.admission import plan_start
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.plan import Evict, Fits, Plan, Refuse, Wait

_GB = 2**30
#: Limit in seconds of the median with a thousand workers.
_AIM_S = 0.001


def crowd(workers: int, kind: str = "idle", seed: int = 1) -> list[DeviceState]:
    """Returns a full GPU with workers of random sizes.

    Args:
        workers: Number of workers.
        kind: ``idle``, ``busy`` or ``pinned``.
        seed: Seed of the sizes, idle times, and reload times.
    """
    rng = random.Random(seed)
    sizes = [rng.randrange(_GB, 4 * _GB) for _ in range(workers)]
    allocations = [
        Allocation(
            f"tool{number}",
            size,
            rng.choice([size, size - _GB // 8, size + _GB // 8]),
            is_settled=True,
            is_worker=True,
            idle_s=rng.uniform(0, 1000),
            is_evictable=kind != "busy",
            is_pinned=kind == "pinned",
            reload_s=rng.uniform(0, 60),
        )
        for number, size in enumerate(sizes)
    ]
    total = sum(each.held_bytes for each in allocations)
    used = sum(each.measured_bytes or 0 for each in allocations)
    device = DeviceReading(0, "GPU-0", "GPU", "gpu", total, used, total - used)
    return [DeviceState(device, 0, allocations)]


def asking(states: list[DeviceState], needed_bytes: int, free_bytes: int = 0) -> list[DeviceState]:
    """A start that needs so much, where so much is left besides."""
    (on,) = states
    reading = on.device
    device = DeviceReading(
        reading.index,
        reading.uuid,
        reading.name,
        reading.kind,
        reading.total_bytes + free_bytes,
        reading.used_bytes,
        reading.free_bytes + free_bytes,
    )
    return [DeviceState(device, needed_bytes, on.allocations)]


def cases() -> dict[str, tuple[list[DeviceState], type[Plan]]]:
    """Returns the input and the expected kind of plan of each case."""
    few, many = crowd(8), crowd(1000)
    busy, pinned = crowd(1000, "busy"), crowd(1000, "pinned")
    half = many[0].device.total_bytes // 2
    return {
        "8 run; it fits": (asking(few, _GB, 2 * _GB), Fits),
        "8 run; it stops some": (asking(few, 8 * _GB), Evict),
        "1000 run; it fits": (asking(many, _GB, 2 * _GB), Fits),
        "1000 run; it stops one": (asking(many, _GB), Evict),
        "1000 run; it stops some": (asking(many, 24 * _GB), Evict),
        "1000 run; it stops half of them": (asking(many, half), Evict),
        "1000 run; it waits for some": (asking(busy, 24 * _GB), Wait),
        "1000 run; all are pinned": (asking(pinned, 24 * _GB), Refuse),
    }


def plan_anew(states: list[DeviceState]) -> Plan:
    """Plans with the sums computed again, as every start does."""
    return plan_start([replace(on) for on in states])


def measure(action: Callable[[], object], rounds: int) -> list[float]:
    """Returns the seconds of each round."""
    action()
    return [timed(action) for _ in range(rounds)]


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    options = parser.parse_args(arguments)

    rows: list[list[str]] = []
    worst_s = 0.0
    for name, (states, expected) in cases().items():
        plan = plan_start(states)
        assert isinstance(plan, expected), f"{name}: {plan}"
        samples = measure(lambda states=states: plan_anew(states), options.rounds)
        worst_s = max(worst_s, statistics.median(samples))
        stops = str(len(plan.victims)) if isinstance(plan, Evict) else ""
        rows.append([name, median_and_99th(samples), stops])
    print(machine())
    print(table(["", "median / 99th percentile", "stopped"], rows))
    print(f"\nworst median {milliseconds(worst_s)}, aim {milliseconds(_AIM_S)}")


if __name__ == "__main__":
    main()
