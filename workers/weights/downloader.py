"""Downloads files from Hugging Face, and resumes when the connection breaks."""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from workers.base.cancellable import Cancelled, StallTimeout, iterate_cancellable
from workers.base.messages import translatable
from workers.errors import WeightsFailed
from workers.weights.hub_errors import HubUnavailable

if TYPE_CHECKING:
    from workers.weights.files import RemoteFile
    from workers.weights.hub import Hub, HubTimeouts
    from workers.weights.partial_download import PartialDownloads, PartialFile
    from workers.weights.progress import FileProgress

logger = logging.getLogger(__name__)

#: Downloads of one file with a wrong checksum; a proxy or a power cut may have damaged the first.
_ATTEMPTS = 2


class Downloader:
    """Downloads files of a repository at one commit, one at a time."""

    def __init__(
        self,
        hub: Hub,
        partials: PartialDownloads,
        file_progress: FileProgress,
        *,
        timeouts: HubTimeouts,
        cancelled: threading.Event,
    ) -> None:
        """Downloads nothing yet.

        Args:
            hub: Hugging Face.
            partials: Where the files go.
            file_progress: Counts each piece.
            timeouts: How long to wait for the server, and how often.
            cancelled: Set it to stop.
        """
        self._hub = hub
        self._staging = partials
        self._meter = file_progress
        self._timeouts = timeouts
        self._cancelled = cancelled

    def fetch(self, repository: str, commit: str, file: RemoteFile) -> None:
        """Downloads one file, or what is missing of it.

        Raises:
            WeightsFailed: The server refuses or doesn't respond, or the file is wrong.
            Cancelled: The event was set.
            OSError: The file can't be written.
        """
        for _ in range(_ATTEMPTS):
            if self._staging.arrived_bytes(file):
                self._meter.begin(translatable("Checking"), file.path)
            with contextlib.closing(
                self._staging.part(file, self._cancelled, self._meter.advanced)
            ) as part:
                self._meter.begin_download(file, part.size_bytes)
                self._fill(part, repository, commit, file)
                if part.finish():
                    self._meter.end(file)
                    return
            logger.warning("checksum mismatch in %s of %s", file.path, repository)
        sentence = translatable(
            "{path} of {repository} failed its checksum. Try again later or on another "
            "network; something along the way may be changing the file.",
            path=file.path,
            repository=repository,
        )
        raise WeightsFailed(sentence, repository=repository)

    def _fill(self, part: PartialFile, repository: str, commit: str, file: RemoteFile) -> None:
        """Requests what is missing until it has arrived."""
        failures = 0
        while part.size_bytes < file.size_bytes:
            before = part.size_bytes
            try:
                self._request(part, repository, commit, file)
            except HubUnavailable as error:
                failures = 1 if part.size_bytes > before else failures + 1
                logger.info("%s of %s: %s", file.path, repository, error)
                self._wait(failures, error, repository)

    def _request(self, part: PartialFile, repository: str, commit: str, file: RemoteFile) -> None:
        """Makes one request. Raises HubUnavailable if it doesn't bring the rest."""
        body = self._hub.body(repository, commit, file.path, part.size_bytes)
        # Longer than the connection's own timeout, whose error says more.
        stall_s = 2 * self._timeouts.timeout_s + 1
        try:
            with contextlib.closing(iterate_cancellable(body, self._cancelled, stall_s)) as pieces:
                for offset, piece in pieces:
                    part.write(offset, piece)
                    self._meter.reached(part.size_bytes)
                    if part.size_bytes > file.size_bytes:
                        return  # Another file; its checksum will be wrong.
        except StallTimeout:
            raise HubUnavailable(translatable("the server isn't responding")) from None
        if part.size_bytes < file.size_bytes:
            raise HubUnavailable(translatable("the connection was lost"))

    def _wait(self, failures: int, error: HubUnavailable, repository: str) -> None:
        """Waits before the next request; raises after too many failures."""
        if failures > len(self._timeouts.retry_waits_s):
            raise unreachable(repository, error)
        wait_s = (
            self._timeouts.retry_waits_s[failures - 1] if error.wait_s is None else error.wait_s
        )
        if self._cancelled.wait(wait_s):
            raise Cancelled


def unreachable(repository: str, error: HubUnavailable) -> WeightsFailed:
    """Returns the error for a server that doesn't respond."""
    sentence = translatable(
        "Couldn't download the weights of {repository}: {reason}. Check your network "
        "connection and try again; the download resumes. You can also import the weights from "
        "a folder.",
        repository=repository,
        reason=error.reason,
    )
    return WeightsFailed(sentence, repository=repository)
