"""One tool's state, the lock that guards it, and who is told when it changes."""

from __future__ import annotations

import threading

from workers.base.events import WorkerEvent
from workers.base.observers import Observers
from workers.base.states import TRANSITIONS, WorkerState
from workers.supervisor.supervisor import Supervisor


class StateMachine:
    """The state of one tool.

    Attributes:
        changed: Guards the state; notified at every change. Never held while anything
            but a change of state is waited for.
        observers: Told ``(tool_name, event)`` of this tool's events.
    """

    def __init__(self, name: str, supervisor: Supervisor) -> None:
        """Stopped.

        Args:
            name: The tool's.
            supervisor: Its observers are told, too.
        """
        self.changed = threading.Condition(threading.Lock())
        self.observers: Observers[[str, WorkerEvent]] = Observers(name)
        self._name = name
        self._supervisor = supervisor
        self._state = WorkerState.STOPPED

    @property
    def state(self) -> WorkerState:
        """What the tool is doing; may be read without the lock."""
        return self._state

    def enter(self, state: WorkerState, event: WorkerEvent | None = None) -> None:
        """Change the state, and queue an event; the caller holds ``changed``.

        Raises:
            AssertionError: That state cannot follow this one: a defect of ours.
        """
        if state not in TRANSITIONS[self._state]:
            message = f"{self._name}: {self._state.value} cannot become {state.value}"
            raise AssertionError(message)
        self._state = state
        if event is not None:
            self.observers.publish(self._name, event)
            self._supervisor.publish(self._name, event)
        self.changed.notify_all()

    def deliver(self) -> None:
        """Tell observers what is queued; the caller holds no lock."""
        self.observers.deliver()
        self._supervisor.deliver()

    def wait_while(self, state: WorkerState, timeout_s: float | None = None) -> bool:
        """Wait until the state is another one; False when the time was up."""
        with self.changed:
            return self.changed.wait_for(lambda: self._state is not state, timeout_s)
