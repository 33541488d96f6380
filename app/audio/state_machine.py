"""States of a playback or a recording, up to one final state."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from workers.base.observers import Observers

if TYPE_CHECKING:
    from app.audio.errors import SoundUnavailable


class _State(Protocol):
    @property
    def is_final(self) -> bool: ...


StateT = TypeVar("StateT", bound=_State)
OwnerT = TypeVar("OwnerT")


class StateMachine(Generic[OwnerT, StateT]):
    """Holds a state, and publishes its changes in order; safe from any thread.

    A final state never changes.

    Attributes:
        state: The current state.
        error: Why it failed, as a sentence for the user; None unless it did.
    """

    def __init__(
        self,
        owner: OwnerT,
        initial: StateT,
        name: str,
        on_state: Callable[[OwnerT, StateT], object] | None,
    ) -> None:
        """Enters the first state.

        Args:
            owner: Whose state it is: the first argument of ``on_state``.
            initial: The first state, which isn't published.
            name: For the log, if ``on_state`` raises.
            on_state: ``on_state(owner, state)`` for every change, in order.
        """
        self.state = initial
        self.error: SoundUnavailable | None = None
        self._owner = owner
        self._lock = threading.Lock()
        self._observers: Observers[OwnerT, StateT] = Observers(name)
        if on_state is not None:
            self._observers.add(on_state)
        self._answer_due: threading.Timer | None = None

    def move(self, state: StateT, error: SoundUnavailable | None = None) -> bool:
        """Changes the state unless it is final; the caller calls :meth:`deliver`.

        Returns:
            Whether it was changed.
        """
        with self._lock:
            if self.state.is_final:
                return False
            self.state, self.error = state, error
            self._observers.publish(self._owner, state)
        if state.is_final:
            self.note_answer()
        return True

    def deliver(self) -> None:
        """Calls ``on_state`` for the changes so far; not under a lock."""
        self._observers.deliver()

    def expect_answer(self, within_s: float, otherwise: Callable[[], None]) -> None:
        """Calls something unless the audio system answers in time: its calls may hang.

        Args:
            within_s: Time limit in seconds.
            otherwise: Called on a thread of its own, because the calling thread hangs.
        """
        self.note_answer()  # Of what was expected before.
        timer = threading.Timer(within_s, otherwise)
        timer.name = "engineroom.audio.patience"
        timer.daemon = True
        timer.start()
        self._answer_due = timer
        if self.state.is_final:  # It ended meanwhile, and the end didn't cancel this timer.
            timer.cancel()

    def note_answer(self) -> None:
        """Notes that the audio system has answered, or that its answer doesn't matter any more."""
        if self._answer_due is not None:
            self._answer_due.cancel()
