"""A refusal in words: the arithmetic of every device, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from workers.supervisor.eviction import Resident, cover
from workers.supervisor.plan import gb, listed
from workers.supervisor.space import Outlook


def arithmetic(outlooks: Sequence[Outlook]) -> str:
    """Why a start fits on none of these, even if everybody were stopped who may be."""
    is_choice = len(outlooks) > 1
    return "it needs " + "; and ".join(_on(outlook, is_choice=is_choice) for outlook in outlooks)


def what_would_help(outlooks: Sequence[Outlook]) -> str:
    """What somebody who reads a refusal may do about it; each by itself is enough."""
    smaller = "choose a smaller model"
    is_choice = len(outlooks) > 1
    for outlook in sorted(outlooks, key=_missing_bytes):
        remedies = _remedies(outlook, is_choice=is_choice)
        if remedies:
            return listed([*remedies, smaller], "or")
    return smaller


def _on(outlook: Outlook, *, is_choice: bool) -> str:
    device = outlook.space.device
    where = f"{device.name} (GPU {device.index})" if is_choice else device.name
    pinned = _pinned(outlook)
    whom = "every worker that is not pinned" if pinned else "every other worker"
    said = [
        f"{gb(max(0, outlook.soon_bytes))} of {gb(device.total_bytes)} can be had",
        (
            f"stopping {whom} would give {gb(_stoppable_bytes(outlook))} more, "
            f"and {gb(_missing_bytes(outlook))} would still be missing"
        ),
    ]
    if outlook.soon_bytes < 0:
        said.insert(1, f"{gb(-outlook.soon_bytes)} too much are taken or promised")
    if pinned:
        names = listed(sorted(it.name for it in pinned))
        said.append(f"{names} {'are' if len(pinned) > 1 else 'is'} pinned ({gb(_held(pinned))})")
    reserved = outlook.promised_bytes - _held(outlook.space.residents)
    if reserved > 0:
        said.append(f"{gb(reserved)} are reserved by others than workers")
    if outlook.others_bytes > 0:
        said.append(f"other programs hold {gb(outlook.others_bytes)}")
    return f"{gb(outlook.space.needed_bytes)} on {where}: {', '.join(said)}"


def _remedies(outlook: Outlook, *, is_choice: bool) -> list[str]:
    missing, others = _missing_bytes(outlook), outlook.others_bytes
    pinned = _pinned(outlook)
    where = f" on GPU {outlook.space.device.index}" if is_choice else ""
    close = f"close other programs{where} (they hold {gb(others)})"
    remedies: list[str] = []
    unpinned = cover(pinned, missing)
    if unpinned:
        remedies.append(_unpin(unpinned))
    if others >= missing:
        remedies.append(close)
    if not remedies and others > 0:
        unpinned = cover(pinned, missing - others)
        if unpinned:
            remedies.append(f"{_unpin(unpinned)} and {close}")
    return remedies


def _unpin(residents: Sequence[Resident]) -> str:
    return f"unpin {listed([it.name for it in residents])}"


def _pinned(outlook: Outlook) -> list[Resident]:
    return [it for it in outlook.space.residents if it.is_pinned and it.held_bytes > 0]


def _stoppable_bytes(outlook: Outlook) -> int:
    return sum(it.held_bytes for it in outlook.space.residents if not it.is_pinned)


def _missing_bytes(outlook: Outlook) -> int:
    return outlook.shortfall_bytes - _stoppable_bytes(outlook)


def _held(residents: Sequence[Resident]) -> int:
    return sum(it.held_bytes for it in residents)
