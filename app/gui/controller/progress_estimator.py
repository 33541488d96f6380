"""Time left and download speed of installations and loads, from their progress. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from app.gui.state.engine_view import EngineView
    from workers.base.clock import Clock

#: A rate is reported once it was observed for so many seconds, over so many steps.
_LEAST_S, _LEAST_STEPS = 2.0, 3
#: Time constant of the smoothing, in seconds.
_SMOOTHING_S = 8.0
#: A rate expires after so many seconds without a step, and after so many usual steps.
_SILENT_S, _SILENT_STEPS = 10.0, 4.0
#: Longer than a day is no estimate.
_MOST_S = 24 * 3600.0


class Rate:
    """How fast one figure rises, exponentially smoothed."""

    def __init__(self) -> None:
        self._value = 0.0
        self._at_s = self._since_s = 0.0
        self._steps = -1
        self._per_s = 0.0

    def note(self, value: float, now_s: float) -> None:
        """Records the figure's value at a moment; one that falls starts again.

        Args:
            value: In any unit.
            now_s: Clock seconds.
        """
        if self._steps < 0 or value < self._value:
            self._value, self._at_s, self._since_s = value, now_s, now_s
            self._steps, self._per_s = 0, 0.0
            return
        elapsed_s = now_s - self._at_s
        if value == self._value or elapsed_s <= 0:
            return
        observed = (value - self._value) / elapsed_s
        weight = 1.0 - math.exp(-elapsed_s / _SMOOTHING_S) if self._steps else 1.0
        self._per_s += weight * (observed - self._per_s)
        self._value, self._at_s = value, now_s
        self._steps += 1

    def per_second(self, now_s: float) -> float | None:
        """Returns units per second; None before it is reliable, or after it has expired."""
        observed_s = self._at_s - self._since_s
        if self._steps < _LEAST_STEPS or observed_s < _LEAST_S:
            return None
        usual_s, silent_s = observed_s / self._steps, now_s - self._at_s
        if silent_s > max(_SILENT_S, _SILENT_STEPS * usual_s):
            return None
        # An overdue step already lowers the rate.
        return self._per_s * min(1.0, usual_s / max(silent_s, 1e-9))


@dataclass(slots=True)
class _Operation:
    """One engine's installation or load."""

    is_load: bool
    started_at_s: float
    fraction: Rate
    done_bytes: Rate


class ProgressEstimator:
    """Observes the operations in progress, one for each engine at most."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._operations: dict[str, _Operation] = {}

    def with_estimate(self, view: EngineView) -> EngineView:
        """Returns the view with ``left_s`` and ``bytes_per_s`` as far as they are known."""
        # Without a process an engine waits for memory, which is no part of the load.
        is_load = view.worker.state is WorkerState.STARTING and view.worker.pid is not None
        if view.progress is None and not is_load:
            self._operations.pop(view.id, None)
            left_s = bytes_per_s = None
        else:
            left_s, bytes_per_s = self._estimate(view, is_load=is_load)
        if left_s == view.left_s and bytes_per_s == view.bytes_per_s:
            return view
        return replace(view, left_s=left_s, bytes_per_s=bytes_per_s)

    def _estimate(self, view: EngineView, *, is_load: bool) -> tuple[float | None, float | None]:
        now_s = self._clock.now()
        operation = self._operations.get(view.id)
        if operation is None or operation.is_load is not is_load:
            operation = _Operation(is_load, now_s, Rate(), Rate())
            self._operations[view.id] = operation
        left_s = _usually_left_s(view, operation, now_s)
        bytes_per_s = None
        progress = view.progress
        if progress is not None and progress.fraction is not None:
            operation.fraction.note(progress.fraction, now_s)
            per_second = operation.fraction.per_second(now_s)
            left_s = (1.0 - progress.fraction) / per_second if per_second else left_s
        if progress is not None and progress.done_bytes is not None:
            operation.done_bytes.note(progress.done_bytes, now_s)
            bytes_per_s = operation.done_bytes.per_second(now_s)
        # Rounded, so that a view changes once a second at most.
        rounded_s = round(left_s) if left_s is not None and left_s < _MOST_S else None
        return rounded_s, bytes_per_s


def _usually_left_s(view: EngineView, operation: _Operation, now_s: float) -> float | None:
    """By how long its loads took before; None for an installation, or a load that takes longer."""
    usual_s = view.worker.reload_s if operation.is_load else None
    if usual_s is None:
        return None
    left_s = usual_s - (now_s - operation.started_at_s)
    return left_s if left_s > 0 else None
