"""The course of something that is played or recorded: from state to state, and to one end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from workers.base.observers import Observers

if TYPE_CHECKING:
    from app.audio.errors import SoundUnavailable


class _Ending(Protocol):
    @property
    def is_final(self) -> bool: ...


StateT = TypeVar("StateT", bound=_Ending)
OwnerT = TypeVar("OwnerT")


class StateMachine(Generic[OwnerT, StateT]):
    """Holds the state; safe from any thread. A final state is never left again.

    Attributes:
        state: Where it is now.
        error: Why it failed, in a sentence for the user; None unless it did.
    """

    def __init__(
        self,
        owner: OwnerT,
        begins: StateT,
        name: str,
        on_state: Callable[[OwnerT, StateT], object] | None,
    ) -> None:
        """Begin.

        Args:
            owner: Whose course it is: what ``on_state`` is called with.
            begins: The first state, of which nobody is told.
            name: For the log, should ``on_state`` raise.
            on_state: ``on_state(owner, state)`` for every change, in order.
        """
        self.state = begins
        self.error: SoundUnavailable | None = None
        self._owner = owner
        self._lock = threading.Lock()
        self._observers: Observers[OwnerT, StateT] = Observers(name)
        if on_state is not None:
            self._observers.add(on_state)
        self._answer_due: threading.Timer | None = None

    def move(self, state: StateT, error: SoundUnavailable | None = None) -> bool:
        """Change the state unless it is final; the caller delivers the news.

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
        """Tell the observer, outside every lock."""
        self._observers.deliver()

    def expect_answer(self, within_s: float, otherwise: Callable[[], None]) -> None:
        """Have something done unless the sound system answers: its calls may hang.

        Args:
            within_s: Seconds until then.
            otherwise: Called on a thread of its own, as the one that asks hangs.
        """
        self.note_answer()  # To what was waited for before.
        timer = threading.Timer(within_s, otherwise)
        timer.name = "engineroom.audio.patience"
        timer.daemon = True
        timer.start()
        self._answer_due = timer
        if self.state.is_final:  # Since a moment ago; whoever ended it has not seen this timer.
            timer.cancel()

    def note_answer(self) -> None:
        """The sound system has answered, or nobody waits for it any more."""
        if self._answer_due is not None:
            self._answer_due.cancel()
