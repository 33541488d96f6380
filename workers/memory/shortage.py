"""Whose doing it is that memory is short: other programs', or our own. Pure, over one reading.

All figures are of one device at one moment, in bytes. What others hold is what is left of
the reading when our own share is taken off, and our share is not always known: what can be
either is taken to be ours, so that nobody is stopped for what we have done ourselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.devices.probe import DeviceReading
from workers.memory.admission import Claim

#: How much more than is known a worker may hold of which the driver does not tell: its own
#: word knows nothing of what other libraries than torch take, and has the context, which
#: grows while kernels are loaded, by an estimate of so much (:mod:`workers.child.held`).
UNTOLD_BYTES = 512 * 2**20


def others_bytes(device: DeviceReading, claims: Sequence[Claim], returning_bytes: int = 0) -> int:
    """What other programs hold, at most: something to measure their growth from.

    Args:
        device: A reading.
        claims: Of all our workers there.
        returning_bytes: What the reading still shows of workers of ours that have ended.
    """
    ours = sum(claim.held_bytes - claim.outstanding_bytes for claim in claims)
    return max(0, device.used_bytes - returning_bytes - ours)


def must_yield(
    device: DeviceReading,
    claims: Sequence[Claim],
    reserve_bytes: int,
    others_before_bytes: int,
    returning_bytes: int = 0,
    *,
    of_system: bool = False,
) -> int:
    """What other programs are short of, because they have grown.

    Never more than they have grown by: a reserve that our own workers have used up is
    our business, and is not paid for by stopping them.

    Args:
        device: A reading.
        claims: Of all our workers there.
        reserve_bytes: What shall be free for other programs; 0 for nothing.
        others_before_bytes: From :func:`others_bytes`, of the last moment when the reserve
            was kept, or of when our own promises last changed.
        returning_bytes: What the reading still shows of workers of ours that have ended:
            as good as free.
        of_system: Ask about the memory of a machine without a GPU, too.

    Returns:
        Bytes; 0 when there is nothing to be done.
    """
    if reserve_bytes <= 0 or (device.kind == "system" and not of_system):
        return 0
    outstanding = sum(claim.outstanding_bytes for claim in claims)
    free = device.free_bytes + returning_bytes - outstanding
    # Of a worker that still loads, anything up to its promise may be in the reading.
    loading = sum(claim.outstanding_bytes for claim in claims if not claim.is_settled)
    untold = UNTOLD_BYTES * sum(claim.is_estimate for claim in claims)
    others = others_bytes(device, claims, returning_bytes) - loading - untold
    return max(0, min(reserve_bytes - free, others - others_before_bytes))
