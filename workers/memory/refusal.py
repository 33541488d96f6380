"""A refusal in words: the arithmetic of every device, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from workers.base.messages import Translatable, listed, translatable
from workers.base.sizes import memory_size
from workers.memory.device_state import Outlook
from workers.memory.eviction import RunningWorker, cover


def arithmetic(outlooks: Sequence[Outlook]) -> Translatable:
    """Why a start fits on none of these, even if everybody were stopped who may be."""
    is_choice = len(outlooks) > 1
    first, *others = (_on(outlook, is_choice=is_choice) for outlook in outlooks)
    told = translatable("it needs {figures}", figures=first)
    for other in others:
        told = translatable("{figures}; and {others}", figures=told, others=other)
    return told


def what_would_help(outlooks: Sequence[Outlook]) -> str:
    """What somebody who reads a refusal may do about it; each by itself is enough."""
    smaller = translatable("choose a smaller model")
    is_choice = len(outlooks) > 1
    for outlook in sorted(outlooks, key=_missing_bytes):
        remedies = _remedies(outlook, is_choice=is_choice)
        if remedies:
            return listed([*remedies, smaller], "or")
    return smaller


def _on(outlook: Outlook, *, is_choice: bool) -> Translatable:
    device = outlook.space.device
    where: str = device.name
    if is_choice:
        where = translatable("{name} (GPU {index})", name=device.name, index=device.index)
    pinned = _pinned(outlook)
    facts = [
        translatable(
            "{free} of {total} is available",
            free=memory_size(max(0, outlook.soon_bytes)),
            total=memory_size(device.total_bytes),
        ),
        _by_stopping(outlook, is_all=not pinned),
    ]
    if outlook.soon_bytes < 0:
        facts.insert(
            1,
            translatable(
                "{} more than the total is used or reserved", memory_size(-outlook.soon_bytes)
            ),
        )
    if pinned:
        facts.append(_held_by_pinned(pinned))
    reserved = outlook.promised_bytes - _held(outlook.space.residents)
    if reserved > 0:
        facts.append(translatable("{} is reserved for other use", memory_size(reserved)))
    if outlook.others_bytes > 0:
        facts.append(translatable("other programs use {}", memory_size(outlook.others_bytes)))
    needed = memory_size(outlook.space.needed_bytes)
    return translatable("{needed} on {device}: {facts}", needed=needed, device=where, facts=facts)


def _by_stopping(outlook: Outlook, *, is_all: bool) -> Translatable:
    given, missing = memory_size(_stoppable_bytes(outlook)), memory_size(_missing_bytes(outlook))
    if is_all:
        return translatable(
            "stopping all other engines would free {given} and leave {missing} short",
            given=given,
            missing=missing,
        )
    return translatable(
        "stopping all unpinned engines would free {given} and leave {missing} short",
        given=given,
        missing=missing,
    )


def _held_by_pinned(pinned: Sequence[RunningWorker]) -> Translatable:
    names, held = listed(sorted(it.name for it in pinned)), memory_size(_held(pinned))
    if len(pinned) > 1:
        return translatable("{names} are pinned ({size})", names=names, size=held)
    return translatable("{names} is pinned ({size})", names=names, size=held)


def _remedies(outlook: Outlook, *, is_choice: bool) -> list[Translatable]:
    missing, others = _missing_bytes(outlook), outlook.others_bytes
    pinned = _pinned(outlook)
    close = translatable("close other programs (they use {size})", size=memory_size(others))
    if is_choice:
        index = outlook.space.device.index
        close = translatable(
            "close other programs on GPU {index} (they use {size})",
            index=index,
            size=memory_size(others),
        )
    remedies: list[Translatable] = []
    unpinned = cover(pinned, missing)
    if unpinned:
        remedies.append(_unpin(unpinned))
    if others >= missing:
        remedies.append(close)
    if not remedies and others > 0:
        unpinned = cover(pinned, missing - others)
        if unpinned:
            remedies.append(
                translatable("{unpin} and {close}", unpin=_unpin(unpinned), close=close)
            )
    return remedies


def _unpin(residents: Sequence[RunningWorker]) -> Translatable:
    return translatable("unpin {engines}", engines=listed([it.name for it in residents]))


def _pinned(outlook: Outlook) -> list[RunningWorker]:
    return [it for it in outlook.space.residents if it.is_pinned and it.held_bytes > 0]


def _stoppable_bytes(outlook: Outlook) -> int:
    return sum(it.held_bytes for it in outlook.space.residents if not it.is_pinned)


def _missing_bytes(outlook: Outlook) -> int:
    return outlook.shortfall_bytes - _stoppable_bytes(outlook)


def _held(residents: Sequence[RunningWorker]) -> int:
    return sum(it.held_bytes for it in residents)
