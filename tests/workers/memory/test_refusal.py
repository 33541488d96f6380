"""The texts of a refusal: the arithmetic, and what would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workers.memory.device_states import Worker, device_state
from workers.memory.admission import plan_start
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.plan import Refuse

GIB = 2**30


def gigabytes(
    *workers: Worker, needed: int, others: int = 0, returning: int = 0, index: int = 0
) -> DeviceState:
    """As ``device_state``, with every figure in GB."""
    large = [
        replace(
            worker,
            size=worker.size * GIB,
            taken=None if worker.taken is None else worker.taken * GIB,
        )
        for worker in workers
    ]
    return device_state(
        needed * GIB,
        *large,
        total=8 * GIB,
        others=others * GIB,
        returning=returning * GIB,
        index=index,
    )


def refusal(*states: DeviceState) -> Refuse:
    plan = plan_start(states)
    assert isinstance(plan, Refuse)
    return plan


IDLE = Worker("idle", 2)
LARK = Worker("lark", 2, is_pinned=True)
WREN = Worker("wren", 1, is_pinned=True, idle_s=5.0)
OVERDRAWN = Worker("lark", 5, taken=2)

ALL = "Stopping all other engines would free"
UNPINNED = "Stopping all unpinned engines would free"
NOTHING = "is missing, and stopping engines would free nothing."
SMALLER = "or choose a smaller model."


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (
            gigabytes(IDLE, needed=7, others=3),
            [
                "where 3.00 GB of 8.00 GB is available.",
                f"{ALL} 2.00 GB and leave 2.00 GB short.",
                "Other programs use 3.00 GB.",
            ],
        ),
        (
            gigabytes(IDLE, needed=9),
            [
                "where 6.00 GB of 8.00 GB is available.",
                f"{ALL} 2.00 GB and leave 1.00 GB short.",
            ],
        ),
        (
            gigabytes(needed=9),
            ["where 8.00 GB of 8.00 GB is available.", f"1.00 GB {NOTHING}"],
        ),
        (
            gigabytes(LARK, IDLE, needed=5, others=2),
            [
                "where 2.00 GB of 8.00 GB is available.",
                f"{UNPINNED} 2.00 GB and leave 1.00 GB short.",
                "lark is pinned (2.00 GB).",
                "Other programs use 2.00 GB.",
            ],
        ),
        (
            gigabytes(WREN, LARK, needed=8),
            [
                "where 5.00 GB of 8.00 GB is available.",
                f"3.00 GB {NOTHING}",
                "lark and wren are pinned (3.00 GB).",
            ],
        ),
        (  # what a worker has taken beyond its reservation is no other program's
            gigabytes(Worker("grown", 2, taken=4), needed=9),
            [
                "where 4.00 GB of 8.00 GB is available.",
                f"{ALL} 4.00 GB and leave 1.00 GB short.",
            ],
        ),
        (  # nor is what an ended worker has not given back yet
            gigabytes(needed=9, returning=3, others=1),
            [
                "where 7.00 GB of 8.00 GB is available.",
                f"2.00 GB {NOTHING}",
                "Other programs use 1.00 GB.",
            ],
        ),
        (  # other programs have taken what was reserved
            gigabytes(OVERDRAWN, needed=4, others=6),
            [
                "where 0.00 GB of 8.00 GB is available.",
                "3.00 GB more than the total is used or reserved.",
                f"{ALL} 5.00 GB and leave 2.00 GB short.",
                "Other programs use 6.00 GB.",
            ],
        ),
    ],
)
def test_refusal_gives_the_arithmetic(on: DeviceState, reason: list[str]) -> None:
    needed = f"It needs {on.needed_bytes / GIB:.2f} GB on Test GPU A, "
    assert refusal(on).reason == needed + " ".join(reason)


@pytest.mark.parametrize(
    ("on", "remedies"),
    [
        (gigabytes(IDLE, needed=9), "Choose a smaller model."),  # it is larger than the GPU
        (gigabytes(IDLE, needed=9, others=1), "Choose a smaller model."),
        (
            gigabytes(IDLE, needed=7, others=3),
            f"Close other programs (they use 3.00 GB), {SMALLER}",
        ),
        (gigabytes(needed=8, others=3), f"Close other programs (they use 3.00 GB), {SMALLER}"),
        (gigabytes(LARK, IDLE, needed=7), f"Unpin lark, {SMALLER}"),
        (
            gigabytes(LARK, IDLE, needed=5, others=2),
            f"Unpin lark, close other programs (they use 2.00 GB), {SMALLER}",
        ),
        (gigabytes(LARK, WREN, needed=8), f"Unpin lark and wren, {SMALLER}"),
        (gigabytes(LARK, WREN, needed=6), f"Unpin lark, {SMALLER}"),  # the less needed one
        (gigabytes(LARK, WREN, needed=6, others=1), f"Unpin lark, {SMALLER}"),
        (  # neither is enough by itself
            gigabytes(LARK, needed=8, others=3),
            f"Unpin lark and close other programs (they use 3.00 GB), {SMALLER}",
        ),
        (
            gigabytes(OVERDRAWN, needed=4, others=6),
            f"Close other programs (they use 6.00 GB), {SMALLER}",
        ),
    ],
)
def test_refusal_says_what_would_help(on: DeviceState, remedies: str) -> None:
    assert refusal(on).help == remedies


def test_refusal_never_rounds_a_shortage_to_nothing() -> None:
    on = gigabytes(needed=8)
    reason = refusal(replace(on, needed_bytes=on.needed_bytes + 1)).reason
    assert reason.endswith(f"1 MB {NOTHING}")


def test_refusal_names_reservations_without_a_worker() -> None:
    reserved = Allocation("embedder", 3 * GIB, 3 * GIB, is_settled=True)
    plan = refusal(replace(gigabytes(needed=6, others=3), allocations=[reserved]))
    assert plan.reason.endswith(f"1.00 GB {NOTHING} 3.00 GB is reserved for other use.")
    assert plan.help == "Choose a smaller model."


def test_refusal_explains_every_gpu_and_helps_with_the_nearest() -> None:
    plan = refusal(gigabytes(LARK, needed=7, others=6), gigabytes(needed=6, others=3, index=1))
    first = "It needs 7.00 GB on Test GPU A (GPU 0), where 0.00 GB of 8.00 GB is available."
    second = "It needs 6.00 GB on Test GPU B (GPU 1), where 5.00 GB of 8.00 GB is available."
    assert plan.reason.startswith(first)
    assert second in plan.reason
    assert plan.help == f"Close other programs on GPU 1 (they use 3.00 GB), {SMALLER}"


@pytest.mark.parametrize(
    ("on", "help_text"),
    [
        (
            gigabytes(LARK, IDLE, needed=5, others=2),
            f"Unpin lark, close other programs on GPU 0 (they use 2.00 GB), {SMALLER}",
        ),
        (
            gigabytes(LARK, needed=8, others=3),
            f"Unpin lark and close other programs on GPU 0 (they use 3.00 GB), {SMALLER}",
        ),
    ],
)
def test_remedies_name_the_gpu_where_there_are_several(on: DeviceState, help_text: str) -> None:
    far = gigabytes(needed=80, index=1)
    assert refusal(on, far).help == help_text
