"""One progress for the several steps of an installation."""

from __future__ import annotations

from collections.abc import Callable

from workers.base.events import Progress

Report = Callable[[Progress], None]


class CombinedProgress:
    """Reports steps as one, whose fraction never falls. For one thread."""

    def __init__(self, progress: Report, total_bytes: int) -> None:
        """Nothing is done yet.

        Args:
            progress: Called with what the steps tell, as parts of the whole.
            total_bytes: The sizes of all steps together.
        """
        self._progress = progress
        self._total_bytes = max(1, total_bytes)
        self._begun_bytes = 0
        self._size_bytes = 0
        self._fraction = 0.0

    def step(self, size_bytes: int) -> Report:
        """Begin the next step; returns where it reports to, with fractions of its own.

        Args:
            size_bytes: How much it is, compared with the others.
        """
        self._begun_bytes += self._size_bytes
        self._size_bytes = size_bytes
        return self._tell

    def _tell(self, told: Progress) -> None:
        reached = self._begun_bytes + self._size_bytes * (told.fraction or 0.0)
        self._fraction = max(self._fraction, min(1.0, reached / self._total_bytes))
        # One download begins where the last has ended: speed is reckoned over all of them.
        arrived = None if told.done_bytes is None else self._begun_bytes + told.done_bytes
        self._progress(Progress(told.stage, self._fraction, told.detail, arrived))
