"""Words a refusal: the memory arithmetic of every device, and the remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workers.base.messages import Translatable, listed, paragraph, translatable
from workers.base.sizes import memory_size
from workers.memory.device_state import Allocation, DeviceState
from workers.memory.eviction import cover


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
        needed=memory_size(state.needed_bytes),
        device=where,
        free=memory_size(max(0, state.available_soon_bytes)),
        total=memory_size(device.total_bytes),
    )
    if state.available_soon_bytes < 0:
        yield translatable(
            "{size} more than the total is used or reserved.",
            size=memory_size(-state.available_soon_bytes),
        )
    pinned = _pinned(state)
    yield _gain_from_stopping(state, is_all=not pinned)
    if pinned:
        yield _pinned_engines(pinned)
    reserved = sum([each.held_bytes for each in state.allocations if not each.is_worker])
    if reserved > 0:
        yield translatable("{size} is reserved for other use.", size=memory_size(reserved))
    if state.others_bytes > 0:
        yield translatable("Other programs use {size}.", size=memory_size(state.others_bytes))


def _gain_from_stopping(state: DeviceState, *, is_all: bool) -> Translatable:
    freed, missing = state.stoppable_bytes, memory_size(_missing_bytes(state))
    if not freed:
        return translatable(
            "{missing} is missing, and stopping engines would free nothing.", missing=missing
        )
    if is_all:
        return translatable(
            "Stopping all other engines would free {freed} and leave {missing} short.",
            freed=memory_size(freed),
            missing=missing,
        )
    return translatable(
        "Stopping all unpinned engines would free {freed} and leave {missing} short.",
        freed=memory_size(freed),
        missing=missing,
    )


def _pinned_engines(pinned: Sequence[Allocation]) -> Translatable:
    names = listed(sorted([worker.name for worker in pinned]))
    size = memory_size(sum([worker.held_bytes for worker in pinned]))
    if len(pinned) == 1:
        return translatable("{engine} is pinned ({size}).", engine=names, size=size)
    return translatable("{engines} are pinned ({size}).", engines=names, size=size)


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
    size = memory_size(state.others_bytes)
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
    engines, size = _names(unpin), memory_size(state.others_bytes)
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
    engines, size = _names(unpin), memory_size(state.others_bytes)
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
