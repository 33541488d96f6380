"""One file's way from the hub into the staging, however often the connection breaks."""

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

#: Wrong bytes are fetched once more: a proxy on the way, or a power cut, may have mixed them up.
_TIMES = 2


class Downloader:
    """Fetches a repository's files at one commit, one after another."""

    def __init__(
        self,
        hub: Hub,
        partials: PartialDownloads,
        file_progress: FileProgress,
        *,
        timeouts: HubTimeouts,
        cancelled: threading.Event,
    ) -> None:
        """Nothing is asked yet.

        Args:
            hub: Where they are.
            partials: Where they go.
            file_progress: Is told of each piece.
            timeouts: With the hub.
            cancelled: Set it to stop.
        """
        self._hub = hub
        self._staging = partials
        self._meter = file_progress
        self._patience = timeouts
        self._cancelled = cancelled

    def fetch(self, repository: str, commit: str, file: RemoteFile) -> None:
        """Bring one file, or what is missing of it.

        Raises:
            WeightsFailed: The hub refuses, does not answer, or has another file there.
            Cancelled: The event was set.
            OSError: It cannot be written.
        """
        for _ in range(_TIMES):
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
        """Ask for what is missing until it is there."""
        failures = 0
        while part.size_bytes < file.size_bytes:
            before = part.size_bytes
            try:
                self._ask(part, repository, commit, file)
            except HubUnavailable as error:
                failures = 1 if part.size_bytes > before else failures + 1
                logger.info("%s of %s: %s", file.path, repository, error)
                self._rest(failures, error, repository)

    def _ask(self, part: PartialFile, repository: str, commit: str, file: RemoteFile) -> None:
        """Take what one request brings. Raises Interrupted when that is not all."""
        body = self._hub.body(repository, commit, file.path, part.size_bytes)
        # The time-out of the connection comes first, and says more.
        silence_s = 2 * self._patience.timeout_s + 1
        try:
            with contextlib.closing(
                iterate_cancellable(body, self._cancelled, silence_s)
            ) as pieces:
                for place, piece in pieces:
                    part.write(place, piece)
                    self._meter.reached(part.size_bytes)
                    if part.size_bytes > file.size_bytes:
                        return  # it is another file: the checksum will tell
        except StallTimeout:
            raise HubUnavailable(translatable("the server isn't responding")) from None
        if part.size_bytes < file.size_bytes:
            raise HubUnavailable(translatable("the connection was lost"))

    def _rest(self, failures: int, error: HubUnavailable, repository: str) -> None:
        """Wait before the next request; raises when there should be none."""
        if failures > len(self._patience.retry_waits_s):
            raise unreachable(repository, error)
        wait_s = (
            self._patience.retry_waits_s[failures - 1] if error.wait_s is None else error.wait_s
        )
        if self._cancelled.wait(wait_s):
            raise Cancelled


def unreachable(repository: str, error: HubUnavailable) -> WeightsFailed:
    """That the hub does not answer, for the user."""
    sentence = translatable(
        "Couldn't download the weights of {repository}: {reason}. Check your network "
        "connection and try again; the download resumes. You can also import the weights from "
        "a folder.",
        repository=repository,
        reason=error.reason,
    )
    return WeightsFailed(sentence, repository=repository)
