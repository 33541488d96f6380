"""Words a refusal: the memory arithmetic of every device, and the remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workers.base.messages import Translatable, listed, paragraph, translatable
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.eviction import cover
from workers.memory.plan import gb


def arithmetic(states: Sequence[DeviceState]) -> Translatable:
    """Explains why a start fits on none of these devices, whichever workers are stopped."""
    has_choice = len(states) > 1
    return paragraph(
        *[
            sentence
            for state in states
            for sentence in _device_sentences(state, has_choice=has_choice)
        ]
    )


def remedies(states: Sequence[DeviceState]) -> Translatable:
    """Says what the user can do, for the device that lacks the least; one remedy is enough."""
    has_choice = len(states) > 1
    for state in sorted(states, key=_missing_bytes):
        sentence = _remedies_on(state, has_choice=has_choice)
        if sentence is not None:
            return sentence
    return translatable("Choose a smaller model.")


def _device_sentences(state: DeviceState, *, has_choice: bool) -> Iterator[Translatable]:
    device = state.device
    where: str = device.name
    if has_choice:
        where = translatable("{name} (GPU {index})", name=device.name, index=device.index)
    yield translatable(
        "It needs {needed} on {device}, where {free} of {total} is available.",
        needed=gb(state.needed_bytes),
        device=where,
        free=gb(max(0, state.available_soon_bytes)),
        total=gb(device.total_bytes),
    )
    if state.available_soon_bytes < 0:
        yield translatable(
            "{size} more than the total is used or reserved.",
            size=gb(-state.available_soon_bytes),
        )
    pinned = _pinned(state)
    freed, missing = state.stoppable_bytes, gb(_missing_bytes(state))
    if not freed:
        yield translatable(
            "{missing} is missing, and stopping engines frees nothing.", missing=missing
        )
    elif pinned:
        yield translatable(
            "Stopping all unpinned engines would free {freed} and leave {missing} short.",
            freed=gb(freed),
            missing=missing,
        )
    else:
        yield translatable(
            "Stopping all other engines would free {freed} and leave {missing} short.",
            freed=gb(freed),
            missing=missing,
        )
    if pinned:
        names = listed(sorted([worker.name for worker in pinned]))
        size = gb(sum([worker.held_bytes for worker in pinned]))
        if len(pinned) == 1:
            yield translatable("{engine} is pinned ({size}).", engine=names, size=size)
        else:
            yield translatable("{engines} are pinned ({size}).", engines=names, size=size)
    reserved = sum([each.held_bytes for each in state.allocations if not each.is_worker])
    if reserved > 0:
        yield translatable("{size} is reserved for other use.", size=gb(reserved))
    if state.others_bytes > 0:
        yield translatable("Other programs use {size}.", size=gb(state.others_bytes))


def _remedies_on(state: DeviceState, *, has_choice: bool) -> Translatable | None:
    """Returns None where nothing but a smaller model helps."""
    missing, others = _missing_bytes(state), state.others_bytes
    pinned = _pinned(state)
    unpin = cover(pinned, missing)
    closing_is_enough = others >= missing
    if not unpin and not closing_is_enough and others > 0:
        both = cover(pinned, missing - others)
        if both:
            return _unpin_and_close(state, both, has_choice=has_choice)
    if unpin and closing_is_enough:
        return _unpin_or_close(state, unpin, has_choice=has_choice)
    if unpin:
        return translatable("Unpin {engines}, or choose a smaller model.", engines=_names(unpin))
    if closing_is_enough:
        return _close(state, has_choice=has_choice)
    return None


# Each text is a full sentence, so that it can be translated.


def _close(state: DeviceState, *, has_choice: bool) -> Translatable:
    size = gb(state.others_bytes)
    if has_choice:
        return translatable(
            "Close other programs on GPU {index} (they use {size}), or choose a smaller model.",
            index=state.device.index,
            size=size,
        )
    return translatable(
        "Close other programs (they use {size}), or choose a smaller model.", size=size
    )


def _unpin_or_close(
    state: DeviceState, unpin: Sequence[Allocation], *, has_choice: bool
) -> Translatable:
    engines, size = _names(unpin), gb(state.others_bytes)
    if has_choice:
        return translatable(
            "Unpin {engines}, close other programs on GPU {index} (they use {size}), "
            "or choose a smaller model.",
            engines=engines,
            index=state.device.index,
            size=size,
        )
    return translatable(
        "Unpin {engines}, close other programs (they use {size}), or choose a smaller model.",
        engines=engines,
        size=size,
    )


def _unpin_and_close(
    state: DeviceState, unpin: Sequence[Allocation], *, has_choice: bool
) -> Translatable:
    engines, size = _names(unpin), gb(state.others_bytes)
    if has_choice:
        return translatable(
            "Unpin {engines} and close other programs on GPU {index} (they use {size}), "
            "or choose a smaller model.",
            engines=engines,
            index=state.device.index,
            size=size,
        )
    return translatable(
        "Unpin {engines} and close other programs (they use {size}), or choose a smaller model.",
        engines=engines,
        size=size,
    )


def _names(workers: Sequence[Allocation]) -> str:
    return listed([worker.name for worker in workers])


def _pinned(state: DeviceState) -> list[Allocation]:
    return [each for each in state.allocations if each.is_pinned and each.held_bytes > 0]


def _missing_bytes(state: DeviceState) -> int:
    return state.shortfall_bytes - state.stoppable_bytes
