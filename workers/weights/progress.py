"""Progress of downloading, copying, or checking several files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workers.base.clock import Clock, MonotonicClock
from workers.base.events import Progress
from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.weights.files import RemoteFile

Report = Callable[[Progress], None]

#: Shortest time between two reports, in seconds.
_INTERVAL_S = 0.1


class FileProgress:
    """Reports progress over several files of known sizes, at most ten times a second."""

    def __init__(
        self,
        report: Report | None,
        files: tuple[RemoteFile, ...] = (),
        clock: Clock | None = None,
    ) -> None:
        """Starts at 0.

        Args:
            report: Called on the working thread.
            files: All files; when empty, the fraction is unknown.
            clock: Limits the rate of reports.
        """
        self._report = report
        self._total_bytes = sum(file.size_bytes for file in files)
        self._clock = clock or MonotonicClock()
        self._reported_at_s = float("-inf")
        self._done_bytes = 0
        self._file_bytes = 0
        self._fraction = 0.0
        self._stage = self._detail = ""
        self._is_download = False

    def begin(self, stage: str, path: str) -> None:
        """Starts to read a file from its beginning; ``stage`` is ``Checking`` or ``Copying``."""
        self._stage, self._detail, self._is_download = stage, path, False
        self._file_bytes = 0
        self._report_progress(is_due=True)

    def begin_download(self, file: RemoteFile, arrived_bytes: int) -> None:
        """Starts or resumes the download of a file of which ``arrived_bytes`` are here."""
        self._stage, self._detail, self._is_download = translatable("Downloading"), file.path, True
        self._file_bytes = arrived_bytes
        self._report_progress(is_due=True)

    def reached(self, file_bytes: int) -> None:
        """Sets how much of the current file is done, in bytes."""
        self._file_bytes = file_bytes
        self._report_progress(is_due=False)

    def advanced(self, piece_bytes: int) -> None:
        """Adds to what is done of the current file, in bytes."""
        self.reached(self._file_bytes + piece_bytes)

    def end(self, file: RemoteFile) -> None:
        """Counts a file as done."""
        self._done_bytes += file.size_bytes
        self._file_bytes = 0

    def finish(self, stage: str) -> None:
        """Reports that everything is done."""
        if self._report is not None:
            self._report(Progress(stage, 1.0))

    def _report_progress(self, *, is_due: bool) -> None:
        now_s = self._clock.now()
        if self._report is None or (not is_due and now_s - self._reported_at_s < _INTERVAL_S):
            return
        self._reported_at_s = now_s
        done_bytes = self._done_bytes + self._file_bytes
        if self._total_bytes:
            # A file that is downloaded again doesn't move the bar back.
            self._fraction = max(self._fraction, min(done_bytes / self._total_bytes, 1.0))
        fraction = self._fraction if self._total_bytes else None
        arrived_bytes = done_bytes if self._is_download else None
        self._report(Progress(self._stage, fraction, self._detail, arrived_bytes))
