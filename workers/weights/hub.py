"""Hugging Face, asked through its own library.

The library's downloads of files can't be canceled, and don't resume after a kill. So it is used to
list files and to make requests, and we handle the bytes. Every method may block; see
:mod:`workers.base.cancellable`.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workers.weights.files import RemoteFile
from workers.weights.hub_errors import translate_hub_errors

#: Timeout of connecting, and of each read, in seconds; as in huggingface_hub.
TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class HubTimeouts:
    """How long to wait for Hugging Face.

    Attributes:
        timeout_s: Timeout of connecting, and of each read, in seconds.
        listing_s: Timeout of a list of files, in seconds.
        retry_waits_s: Pauses before retries, in seconds. A download fails after as many retries
            in a row that brought nothing.
    """

    timeout_s: float = TIMEOUT_S
    listing_s: float = 60.0
    retry_waits_s: Sequence[float] = (1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository's files at one commit.

    Attributes:
        commit: 40 hexadecimal digits.
        files: All of them.
    """

    commit: str
    files: tuple[RemoteFile, ...]


class Hub:
    """Hugging Face, or a mirror, as one user sees it."""

    def __init__(
        self, endpoint: str | None = None, token: str | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        """Asks nothing yet.

        Args:
            endpoint: Its address; ``$HF_ENDPOINT`` or Hugging Face's when None.
            token: The user's access token; None to ask anonymously.
            timeout_s: Timeout of connecting, and of each read, in seconds.
        """
        self._endpoint = endpoint
        self._token = token
        self._timeout_s = timeout_s

    def listing(self, repository: str, revision: str) -> Listing:
        """Returns a repository's files, with sizes and checksums.

        Args:
            repository: ``owner/name``.
            revision: A commit, branch, or tag.

        Raises:
            WeightsFailed: The server refuses, and would refuse again.
            HubUnavailable: It can't be reached, or is busy.
        """
        from huggingface_hub import HfApi  # noqa: PLC0415 - half a second
        from huggingface_hub.hf_api import RepoFile  # noqa: PLC0415 - as above

        with translate_hub_errors(repository, self._endpoint, has_token=bool(self._token)):
            # False: don't use a token that other programs left on this computer.
            api = HfApi(self._endpoint, token=self._token or False)
            info = api.model_info(repository, revision=revision, timeout=self._timeout_s)
            commit = str(info.sha)
            tree = api.list_repo_tree(repository, recursive=True, revision=commit)
            files = tuple(_remote_file(entry) for entry in tree if isinstance(entry, RepoFile))
        return Listing(commit, files)

    def body(self, repository: str, commit: str, path: str, offset: int) -> Body:
        """Returns a file's bytes from an offset on; the request is made on iteration."""
        return Body(self, repository, commit, path, offset)

    @contextlib.contextmanager
    def response(
        self, repository: str, commit: str, path: str, offset: int
    ) -> Generator[Any, None, None]:
        """Yields the response for a file, an ``httpx2.Response``; raises as :meth:`listing`."""
        from huggingface_hub import hf_hub_url  # noqa: PLC0415 - as above
        from huggingface_hub.utils import (  # noqa: PLC0415 - as above
            get_session,
            hf_raise_for_status,
        )

        url = hf_hub_url(repository, path, revision=commit, endpoint=self._endpoint)
        # Ranges of a compressed response can't be requested.
        headers = {"Accept-Encoding": "identity"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if offset:
            headers["Range"] = f"bytes={offset}-"
        with (
            translate_hub_errors(repository, self._endpoint, has_token=bool(self._token)),
            get_session().stream("GET", url, headers=headers, timeout=self._timeout_s) as response,
        ):
            hf_raise_for_status(response)
            yield response


class Body:
    """A file's bytes as they arrive, each piece with its offset."""

    def __init__(self, hub: Hub, repository: str, commit: str, path: str, offset: int) -> None:
        self._hub = hub
        self._request = (repository, commit, path, offset)
        self._lock = threading.Lock()
        self._is_aborted = False
        self._connection: socket.socket | None = None

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Requests the bytes.

        Yields:
            The offset of a piece, and the piece. Offsets start at 0 if the server doesn't
            support ranges.

        Raises:
            WeightsFailed: The server refuses, and would refuse again.
            HubUnavailable: It can't be reached, or the connection broke.
        """
        with self._hub.response(*self._request) as response:
            if not self._remember_connection(response):
                return
            is_part = response.status_code == 206 and "content-encoding" not in response.headers
            offset = self._request[-1] if is_part else 0
            try:
                for piece in response.iter_bytes():
                    yield offset, piece
                    offset += len(piece)
            finally:
                with self._lock:
                    self._connection = None  # It may serve the next request.

    def abort(self) -> None:
        """Shuts the connection down, so that its reader returns at once."""
        with self._lock:
            self._is_aborted = True
            if self._connection is not None:
                with contextlib.suppress(OSError):  # Already closed.
                    # Not SSLSocket.shutdown, which drops the session that the reader still uses.
                    socket.socket.shutdown(self._connection, socket.SHUT_RDWR)

    def _remember_connection(self, response: Any) -> bool:
        """Stores the socket for :meth:`abort`; returns False if that was called already."""
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        with self._lock:
            if isinstance(connection, socket.socket):
                self._connection = connection
            return not self._is_aborted


def _remote_file(entry: Any) -> RemoteFile:
    """Converts huggingface_hub's ``RepoFile``.

    Raises:
        ValueError: A field is invalid.
    """
    checksum = f"sha256:{entry.lfs.sha256}" if entry.lfs else f"git:{entry.blob_id}"
    return RemoteFile(str(entry.path), entry.lfs.size if entry.lfs else entry.size, checksum)
