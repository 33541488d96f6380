"""What the user is asked before an engine is started. Plain data, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.base.engine_code import EngineCode
    from workers.memory.plan import Evict, EvictedWorker, Plan

#: Whoever was used within so many seconds is not stopped without asking.
RECENTLY_S = 60.0


@dataclass(frozen=True, slots=True)
class StartQuestion:
    """A plan that stops somebody who was used a moment ago.

    Attributes:
        engine: Whose start it is: its id.
        plan: Whom it stops, and why.
        titles: What people call each engine, by its id.
    """

    engine: str
    plan: Evict
    titles: Mapping[str, str]

    @property
    def title(self) -> str:
        """What people call the engine that is to start."""
        return self.titles.get(self.engine, self.engine)

    @property
    def victims(self) -> tuple[tuple[str, EvictedWorker], ...]:
        """Who is to be stopped, by the name that people know."""
        return tuple(
            (self.titles.get(worker.name, worker.name), worker) for worker in self.plan.victims
        )


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """EngineCode that did not come with the program is to run for the first time.

    Attributes:
        engine: Whose start, or installation, it is: its id.
        title: What people call it.
        code: Where its code comes from.
        is_install: It is to be installed, and not to be started yet.
    """

    engine: str
    title: str
    code: EngineCode
    is_install: bool = False


Question = StartQuestion | CodeQuestion


def recently_used(plan: Plan) -> frozenset[str]:
    """Whom a plan stops although it was used within the last minute: ids."""
    from workers.memory.plan import Evict

    if not isinstance(plan, Evict):
        return frozenset()
    return frozenset(worker.name for worker in plan.victims if worker.idle_s < RECENTLY_S)
