"""How long what is in progress may still take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.states import WorkerState

if TYPE_CHECKING:
    from app.gui.engine_view import EngineView
    from workers.clock import Clock

#: Before it has gone on for so long and come so far, a guess would be a wild one.
_LEAST_S = 2.0
_LEAST_FRACTION = 0.05


@dataclass(frozen=True, slots=True)
class _Course:
    """Something in progress: since when, and how far it was when it was first seen."""

    begun_at: float
    from_fraction: float
    is_load: bool


class TimeLeft:
    """Follows what is in progress, engine by engine."""

    def __init__(self, clock: Clock) -> None:
        """Nothing yet; the clock tells how fast it goes."""
        self._clock = clock
        self._courses: dict[str, _Course] = {}

    def follow(self, view: EngineView) -> float | None:
        """Note how far an engine has come.

        Returns:
            Seconds that it may still take: at the pace so far where it tells how far it has
            come, else by what its loads took before. None where nobody can say.
        """
        is_load = view.worker.state is WorkerState.STARTING and view.worker.pid is not None
        told = view.progress
        if told is None and not is_load:
            self._courses.pop(view.id, None)
            return None
        now, fraction = self._clock.now(), told.fraction if told is not None else None
        course = self._courses.get(view.id)
        if course is None or course.is_load is not is_load:
            course = self._courses[view.id] = _Course(now, fraction or 0.0, is_load)
        elapsed_s = now - course.begun_at
        if fraction is not None:
            left_s = _at_this_pace(elapsed_s, fraction - course.from_fraction, 1.0 - fraction)
            if left_s is not None:
                return left_s
        usual_s = view.worker.reload_s if is_load else None
        return usual_s - elapsed_s if usual_s is not None and usual_s > elapsed_s else None


def _at_this_pace(elapsed_s: float, done: float, to_do: float) -> float | None:
    if elapsed_s < _LEAST_S or done < _LEAST_FRACTION:
        return None
    return elapsed_s * max(0.0, to_do) / done
