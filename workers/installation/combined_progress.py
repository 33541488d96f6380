"""Combines the progress of several steps."""

from __future__ import annotations

from collections.abc import Callable

from workers.base.events import Progress

Report = Callable[[Progress], None]


class CombinedProgress:
    """Reports several steps as one whose fraction never decreases. Not thread-safe."""

    def __init__(self, progress: Report, total_bytes: int) -> None:
        """Starts at 0.

        Args:
            progress: Called with the combined progress.
            total_bytes: Sum of the sizes of all steps, in bytes.
        """
        self._progress = progress
        self._total_bytes = max(1, total_bytes)
        self._begun_bytes = 0
        self._size_bytes = 0
        self._fraction = 0.0

    def step(self, size_bytes: int) -> Report:
        """Starts the next step; returns a callback for its own progress.

        Args:
            size_bytes: Its size, as a weight among the steps.
        """
        self._begun_bytes += self._size_bytes
        self._size_bytes = size_bytes
        return self._report

    def _report(self, step: Progress) -> None:
        reached = self._begun_bytes + self._size_bytes * (step.fraction or 0.0)
        self._fraction = max(self._fraction, min(1.0, reached / self._total_bytes))
        # Counted over all steps, so that the speed of downloads can be computed.
        arrived = None if step.done_bytes is None else self._begun_bytes + step.done_bytes
        self._progress(Progress(step.stage, self._fraction, step.detail, arrived))
