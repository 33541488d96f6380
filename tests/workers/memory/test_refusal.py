"""What a refusal says: the arithmetic, and what would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workers.memory.spaces import Worker, space
from workers.memory.admission import Claim, DeviceState, plan_start
from workers.memory.plan import Refuse

GIB = 2**30


def gigabytes(
    *workers: Worker, needed: int, others: int = 0, returning: int = 0, index: int = 0
) -> DeviceState:
    """As ``space``, with every figure in GB."""
    large = [
        replace(it, size=it.size * GIB, taken=None if it.taken is None else it.taken * GIB)
        for it in workers
    ]
    return space(
        needed * GIB,
        *large,
        total=8 * GIB,
        others=others * GIB,
        returning=returning * GIB,
        index=index,
    )


def refusal(*spaces: DeviceState) -> Refuse:
    plan = plan_start(spaces)
    assert isinstance(plan, Refuse)
    return plan


IDLE = Worker("idle", 2)
LARK = Worker("lark", 2, is_pinned=True)
WREN = Worker("wren", 1, is_pinned=True, idle_s=5.0)
OVERDRAWN = Worker("lark", 5, taken=2)

ALL = "stopping every other worker would give"
NOT_PINNED = "stopping every worker that is not pinned would give"
MISSING = "would still be missing"


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (
            gigabytes(IDLE, needed=7, others=3),
            [
                "3.00 GB of 8.00 GB can be had",
                f"{ALL} 2.00 GB more, and 2.00 GB {MISSING}",
                "other programs hold 3.00 GB",
            ],
        ),
        (
            gigabytes(IDLE, needed=9),
            ["6.00 GB of 8.00 GB can be had", f"{ALL} 2.00 GB more, and 1.00 GB {MISSING}"],
        ),
        (
            gigabytes(needed=9),
            ["8.00 GB of 8.00 GB can be had", f"{ALL} 0.00 GB more, and 1.00 GB {MISSING}"],
        ),
        (
            gigabytes(LARK, IDLE, needed=5, others=2),
            [
                "2.00 GB of 8.00 GB can be had",
                f"{NOT_PINNED} 2.00 GB more, and 1.00 GB {MISSING}",
                "lark is pinned (2.00 GB)",
                "other programs hold 2.00 GB",
            ],
        ),
        (
            gigabytes(WREN, LARK, needed=8),
            [
                "5.00 GB of 8.00 GB can be had",
                f"{NOT_PINNED} 0.00 GB more, and 3.00 GB {MISSING}",
                "lark and wren are pinned (3.00 GB)",
            ],
        ),
        (  # it is no other program's what a worker has taken beyond its promise
            gigabytes(Worker("grown", 2, taken=4), needed=9),
            ["4.00 GB of 8.00 GB can be had", f"{ALL} 4.00 GB more, and 1.00 GB {MISSING}"],
        ),
        (  # nor what an ended worker has not given back yet
            gigabytes(needed=9, returning=3, others=1),
            [
                "7.00 GB of 8.00 GB can be had",
                f"{ALL} 0.00 GB more, and 2.00 GB {MISSING}",
                "other programs hold 1.00 GB",
            ],
        ),
        (  # other programs have taken what was promised
            gigabytes(OVERDRAWN, needed=4, others=6),
            [
                "0.00 GB of 8.00 GB can be had",
                "3.00 GB too much are taken or promised",
                f"{ALL} 5.00 GB more, and 2.00 GB {MISSING}",
                "other programs hold 6.00 GB",
            ],
        ),
    ],
)
def test_the_arithmetic_is_told(on: DeviceState, reason: list[str]) -> None:
    needed = f"it needs {on.needed_bytes / GIB:.2f} GB on Test GPU A: "
    assert refusal(on).reason == needed + ", ".join(reason)


@pytest.mark.parametrize(
    ("on", "remedies"),
    [
        (gigabytes(IDLE, needed=9), []),  # it is larger than the GPU
        (gigabytes(IDLE, needed=9, others=1), []),
        (gigabytes(IDLE, needed=7, others=3), ["close other programs (they hold 3.00 GB)"]),
        (gigabytes(needed=8, others=3), ["close other programs (they hold 3.00 GB)"]),
        (gigabytes(LARK, IDLE, needed=7), ["unpin lark"]),
        (
            gigabytes(LARK, IDLE, needed=5, others=2),
            ["unpin lark", "close other programs (they hold 2.00 GB)"],
        ),
        (gigabytes(LARK, WREN, needed=8), ["unpin lark and wren"]),
        (gigabytes(LARK, WREN, needed=6), ["unpin lark"]),  # the one that is needed less
        (gigabytes(LARK, WREN, needed=6, others=1), ["unpin lark"]),
        (  # neither is enough by itself
            gigabytes(LARK, needed=8, others=3),
            ["unpin lark and close other programs (they hold 3.00 GB)"],
        ),
        (
            gigabytes(OVERDRAWN, needed=4, others=6),
            ["close other programs (they hold 6.00 GB)"],
        ),
    ],
)
def test_what_would_help_is_told(on: DeviceState, remedies: list[str]) -> None:
    said = [*remedies, "choose a smaller model"]
    expected = " or ".join(said) if len(said) < 3 else f"{said[0]}, {said[1]} or {said[2]}"
    assert refusal(on).help == expected


def test_what_is_missing_is_told_however_little() -> None:
    on = gigabytes(needed=8)
    reason = refusal(replace(on, needed_bytes=on.needed_bytes + 1)).reason
    assert f"0.00 GB more, and 1 MB {MISSING}" in reason


def test_what_is_reserved_and_cannot_be_stopped_is_told() -> None:
    reserved = Claim("embedder", 3 * GIB, 3 * GIB, is_settled=True)
    plan = refusal(replace(gigabytes(needed=6, others=3), claims=[reserved]))
    assert plan.reason.endswith(
        "1.00 GB would still be missing, 3.00 GB are reserved by others than workers"
    )
    assert plan.help == "choose a smaller model"


def test_every_gpu_is_told_of_and_the_nearest_is_helped_with() -> None:
    plan = refusal(gigabytes(LARK, needed=7, others=6), gigabytes(needed=6, others=3, index=1))
    first, second = plan.reason.split("; and ")
    assert first.startswith("it needs 7.00 GB on Test GPU A (GPU 0): 0.00 GB of 8.00 GB")
    assert second.startswith("6.00 GB on Test GPU B (GPU 1): 5.00 GB of 8.00 GB")
    assert plan.help == (
        "close other programs on GPU 1 (they hold 3.00 GB) or choose a smaller model"
    )
