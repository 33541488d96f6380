"""Bytes that have arrived, told as progress now and then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workers.base.clock import Clock, MonotonicClock
from workers.base.events import Progress
from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.weights.files import RemoteFile

Report = Callable[[Progress], None]

#: More often than so many seconds nobody needs to be told.
_EVERY_S = 0.1


class FileProgress:
    """Follows work on several files, whose sizes are known, in bytes."""

    def __init__(
        self,
        report: Report | None,
        files: tuple[RemoteFile, ...] = (),
        clock: Clock | None = None,
    ) -> None:
        """Nothing is done.

        Args:
            report: Gets the progress, on the thread that works.
            files: All that there is to do; how far it is stays unknown where they are not known.
            clock: Tells when it is time to report again.
        """
        self._report = report
        self._total_bytes = sum(file.size_bytes for file in files)
        self._clock = clock or MonotonicClock()
        self._told_at_s = float("-inf")
        self._done_bytes = 0
        self._of_file_bytes = 0
        self._fraction = 0.0
        self._stage = self._detail = ""
        self._is_download = False

    def begin(self, stage: str, path: str) -> None:
        """Begin to read a file through, from its beginning: ``Checking``, ``Copying``."""
        self._stage, self._detail, self._is_download = stage, path, False
        self._of_file_bytes = 0
        self._tell(is_due=True)

    def begin_download(self, file: RemoteFile, arrived_bytes: int) -> None:
        """Begin, or go on, to download a file of which so much is here."""
        self._stage, self._detail, self._is_download = translatable("Downloading"), file.path, True
        self._of_file_bytes = arrived_bytes
        self._tell(is_due=True)

    def reached(self, of_file_bytes: int) -> None:
        """Of the file that was begun, so many bytes are done."""
        self._of_file_bytes = of_file_bytes
        self._tell(is_due=False)

    def advanced(self, piece_bytes: int) -> None:
        """So many bytes more of it are."""
        self.reached(self._of_file_bytes + piece_bytes)

    def end(self, file: RemoteFile) -> None:
        """The file is done, in whatever way."""
        self._done_bytes += file.size_bytes
        self._of_file_bytes = 0

    def finish(self, stage: str) -> None:
        """All is done."""
        if self._report is not None:
            self._report(Progress(stage, 1.0))

    def _tell(self, *, is_due: bool) -> None:
        now_s = self._clock.now()
        if self._report is None or (not is_due and now_s - self._told_at_s < _EVERY_S):
            return
        self._told_at_s = now_s
        done_bytes = self._done_bytes + self._of_file_bytes
        if self._total_bytes:
            # What has to be fetched once more does not take the bar back.
            self._fraction = max(self._fraction, min(done_bytes / self._total_bytes, 1.0))
        fraction = self._fraction if self._total_bytes else None
        arrived_bytes = done_bytes if self._is_download else None
        self._report(Progress(self._stage, fraction, self._detail, arrived_bytes))
