"""From the user's click to the start: a look at the plan, and a question where one is due."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.gui.state.start_question import CodeQuestion, StartQuestion, recently_used
from app.gui.text.messages import worded
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.background import Background
    from app.gui.state.start_question import Question
    from app.room import EngineRoom
    from workers.memory.plan import Plan

logger = logging.getLogger(__name__)

_WITHOUT_PROCESS = frozenset({WorkerState.STOPPED, WorkerState.CRASHED})


def _nothing() -> None:
    pass


@dataclass(eq=False, slots=True)
class _Start:
    """One click that has not been carried out yet.

    Attributes:
        go: Carries it out.
        given_up: Called when it will not be.
        question: What the user is being asked; None before.
        agreed: Whom the user has agreed to have stopped.
        is_install: It installs, and needs no room.
    """

    go: Callable[[], None]
    given_up: Callable[[], None]
    question: Question | None = None
    agreed: frozenset[str] = frozenset()
    is_install: bool = False


class StartRequests(QObject):
    """Has each start planned off the main thread; all methods return at once.

    Attributes:
        asked: The user is to answer a ``Question``; there is one an engine at most.
        settled: There is nothing to be answered for an engine any more: its id.
        refused: A start cannot be: the engine's id, and why, in a sentence.
    """

    asked = Signal(object)
    settled = Signal(str)
    refused = Signal(str, str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._room: EngineRoom | None = None
        self._waiting: dict[str, _Start] = {}

    def attach(self, room: EngineRoom) -> None:
        """Start this room's engines from now on."""
        self._room = room

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the user has not answered yet."""
        found = (start.question for start in self._waiting.values())
        return tuple(question for question in found if question is not None)

    def begin(
        self,
        engine: str,
        go: Callable[[], None],
        given_up: Callable[[], None] = _nothing,
        agreed: frozenset[str] = frozenset(),
    ) -> None:
        """Carry out a click that starts an engine, unless it must not be or is not wanted.

        Args:
            engine: Its id.
            go: Carries it out; called at once when the engine runs or starts already, else
                when the plan does not hurt, or the user has agreed to it.
            given_up: Called when it will not be carried out: refused, or not wanted, also
                because of another click.
            agreed: Whom the user has agreed to have stopped for it: ids.
        """
        assert self._room is not None, "room not open yet"
        self.cancel(engine)
        if self._room.workers[engine].state not in _WITHOUT_PROCESS:
            go()
            return
        start = self._waiting[engine] = _Start(go, given_up, agreed=agreed)
        self._ask_whose(engine, start)

    def begin_install(self, engine: str, go: Callable[[], None]) -> None:
        """Carry out a click that installs an engine, once its code may run here.

        Args:
            engine: Its id.
            go: Carries it out.
        """
        self.cancel(engine)
        start = self._waiting[engine] = _Start(go, _nothing, is_install=True)
        self._ask_whose(engine, start)

    def answer(self, engine: str, *, start: bool) -> None:
        """Take the user's answer to the question about an engine."""
        waiting = self._waiting.get(engine)
        if waiting is None or waiting.question is None:
            return
        if not start:
            self.cancel(engine)
            return
        question, waiting.question = waiting.question, None
        self.settled.emit(engine)
        if isinstance(question, CodeQuestion):
            self._allow(question, waiting)
            return
        agreed = (victim.name for victim in question.plan.victims)
        waiting.agreed |= frozenset(agreed)
        # Time has passed: others may have been used meanwhile, and are asked for, too.
        self._look(engine, waiting)

    def cancel(self, engine: str) -> None:
        """Forget a click that has not been carried out."""
        start = self._waiting.pop(engine, None)
        if start is not None:
            self.settled.emit(engine)
            start.given_up()

    def cancel_all(self) -> None:
        """Forget them all."""
        for engine in tuple(self._waiting):
            self.cancel(engine)

    def _ask_whose(self, engine: str, start: _Start) -> None:
        """Ask about code that did not come with the program, and look at the plan after that."""
        assert self._room is not None, "room not open yet"
        code = self._room.unapproved(engine)
        if code is None:
            self._look(engine, start)
            return
        start.question = CodeQuestion(
            engine, self._title(engine), code, is_install=start.is_install
        )
        self.asked.emit(start.question)

    def _allow(self, question: CodeQuestion, start: _Start) -> None:
        assert self._room is not None
        approvals = self._room.approvals
        self._background.run(
            lambda: approvals.approve(question.code),
            lambda _: self._look(question.engine, start),
            lambda error: self._note_unkept(question.engine, start, error),
        )

    def _note_unkept(self, engine: str, start: _Start, error: Exception) -> None:
        # It holds until the program ends.
        logger.warning("%s: couldn't save the permission: %s", engine, error)
        self._look(engine, start)

    def _look(self, engine: str, start: _Start) -> None:
        assert self._room is not None
        if start.is_install:
            self._go(engine, start)
            return
        self._background.run(
            self._room.workers[engine].plan,
            lambda plan: self._judge(engine, start, plan),
            lambda _: self._go(engine, start),  # The start itself will tell what is wrong.
        )

    def _judge(self, engine: str, start: _Start, plan: Plan) -> None:
        from workers.memory.plan import Evict, Refuse

        if self._waiting.get(engine) is not start:
            return
        if isinstance(plan, Refuse):
            del self._waiting[engine]
            template = self.tr("Couldn’t start {}: {}")
            self.refused.emit(engine, template.format(self._title(engine), worded(plan.sentence)))
            start.given_up()
        elif isinstance(plan, Evict) and recently_used(plan) - start.agreed:
            start.question = StartQuestion(engine, plan, self._titles())
            self.asked.emit(start.question)
        else:
            self._go(engine, start)

    def _go(self, engine: str, start: _Start) -> None:
        if self._waiting.get(engine) is start:
            del self._waiting[engine]
            start.go()

    def _titles(self) -> dict[str, str]:
        assert self._room is not None
        return {engine: entry.name for engine, entry in self._room.engines.items()}

    def _title(self, engine: str) -> str:
        return self._titles().get(engine, engine)
