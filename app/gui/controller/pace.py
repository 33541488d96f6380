"""How fast something in progress goes, told from its reports. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from app.gui.controller.engine_view import EngineView
    from workers.base.clock import Clock

#: A pace is believed once it was seen for so many seconds, over so many steps.
_LEAST_S, _LEAST_STEPS = 2.0, 3
#: What is further back than so many seconds hardly counts.
_MEMORY_S = 8.0
#: After so many seconds without a step nobody knows any more; after so many usual steps, too.
_SILENT_S, _SILENT_STEPS = 10.0, 4.0
#: Longer than a day is no estimate.
_MOST_S = 24 * 3600.0


class Rate:
    """How fast one figure rises, smoothed; None until that can be believed."""

    def __init__(self) -> None:
        """Nothing seen."""
        self._value = 0.0
        self._at_s = self._since_s = 0.0
        self._steps = -1
        self._per_s = 0.0

    def note(self, value: float, now_s: float) -> None:
        """Take the figure's value at a moment; one that falls begins anew.

        Args:
            value: In whatever unit.
            now_s: Clock seconds.
        """
        if self._steps < 0 or value < self._value:
            self._value, self._at_s, self._since_s = value, now_s, now_s
            self._steps, self._per_s = 0, 0.0
            return
        elapsed_s = now_s - self._at_s
        if value == self._value or elapsed_s <= 0:
            return
        seen = (value - self._value) / elapsed_s
        weight = 1.0 - math.exp(-elapsed_s / _MEMORY_S) if self._steps else 1.0
        self._per_s += weight * (seen - self._per_s)
        self._value, self._at_s = value, now_s
        self._steps += 1

    def per_second(self, now_s: float) -> float | None:
        """Units a second now; None where it has not been seen for long, or not of late."""
        seen_s = self._at_s - self._since_s
        if self._steps < _LEAST_STEPS or seen_s < _LEAST_S:
            return None
        usual_s, silent_s = seen_s / self._steps, now_s - self._at_s
        if silent_s > max(_SILENT_S, _SILENT_STEPS * usual_s):
            return None
        # A step that is overdue makes it slower already.
        return self._per_s * min(1.0, usual_s / max(silent_s, 1e-9))


@dataclass(slots=True)
class _Course:
    """One engine's installation or load."""

    is_load: bool
    begun_at_s: float
    fraction: Rate
    arrived_bytes: Rate


class Paces:
    """Follows what is in progress, engine by engine."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is in progress; the clock tells how fast it goes."""
        self._clock = clock
        self._courses: dict[str, _Course] = {}

    def timed(self, view: EngineView) -> EngineView:
        """The same picture with ``left_s`` and ``bytes_per_s`` as far as they are known."""
        told = view.progress
        # Without a process it waits for memory, which is no part of the load.
        is_load = view.worker.state is WorkerState.STARTING and view.worker.pid is not None
        if told is None and not is_load:
            self._courses.pop(view.id, None)
            return replace(view, left_s=None, bytes_per_s=None)
        now_s = self._clock.now()
        course = self._courses.get(view.id)
        if course is None or course.is_load is not is_load:
            course = self._courses[view.id] = _Course(is_load, now_s, Rate(), Rate())
        left_s = self._usually_left_s(view, course, now_s)
        bytes_per_s = None
        if told is not None and told.fraction is not None:
            course.fraction.note(told.fraction, now_s)
            per_second = course.fraction.per_second(now_s)
            left_s = (1.0 - told.fraction) / per_second if per_second else left_s
        if told is not None and told.done_bytes is not None:
            course.arrived_bytes.note(told.done_bytes, now_s)
            bytes_per_s = course.arrived_bytes.per_second(now_s)
        # Whole seconds: nobody sees less, and what is the same is not shown anew.
        whole_s = round(left_s) if left_s is not None and left_s < _MOST_S else None
        return replace(view, left_s=whole_s, bytes_per_s=bytes_per_s)

    @staticmethod
    def _usually_left_s(view: EngineView, course: _Course, now_s: float) -> float | None:
        """By what its loads took before; None for an installation, or one that takes longer."""
        usual_s = view.worker.reload_s if course.is_load else None
        if usual_s is None:
            return None
        left_s = usual_s - (now_s - course.begun_at_s)
        return left_s if left_s > 0 else None
