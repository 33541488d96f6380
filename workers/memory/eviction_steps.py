"""An eviction, carried out."""

from __future__ import annotations

import logging
from collections.abc import Callable

from workers.base.parallel import for_all
from workers.memory.plan import Evict
from workers.memory.planning_input import PlanningInput

logger = logging.getLogger(__name__)


def stop_victims(scene: PlanningInput, plan: Evict, whom: str) -> None:
    """Stop whom a plan names, until a request has come in for one of them.

    In two phases: all of them begin to go at once, in no time, and only then is waited for
    their processes. So hardly anybody goes in vain when another one is rescued. Whether it
    was enough, the next plan tells.

    Args:
        scene: What was planned from.
        plan: Names them.
        whom: For whom, for the log.
    """
    logger.info("stopping for %s: %s", whom, plan)
    leaving: list[Callable[[], None]] = []
    try:
        for victim in plan.victims:
            end = scene.tenants[victim.name].begin_eviction()
            if end is None:
                logger.info("%s keeps running: it received a request", victim.name)
                break
            leaving.append(end)
    finally:  # Ctrl-C, too, leaves nobody half gone
        for_all(lambda end: end(), leaving)
