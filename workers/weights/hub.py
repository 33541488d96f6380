"""The hub that repositories come from, asked through its own library.

What the library offers for whole files can neither be cancelled nor goes on where an earlier
run was killed; so it lists files, finds addresses and makes requests, and the bytes are ours
from there on. Every method here may hang: see :mod:`workers.base.cancellable`.
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

#: As huggingface_hub has it: how long a connection, or the next bytes, may take, in seconds.
TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class HubTimeouts:
    """How long a hub is waited for.

    Attributes:
        timeout_s: For a connection, and for the next bytes, in seconds.
        listing_s: For a whole list of files, in seconds.
        waits_s: Before a request is made again, in seconds; when the last one brought nothing
            either, that is all.
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
    """One hub, as one user sees it."""

    def __init__(
        self, endpoint: str | None = None, token: str | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        """Nothing is asked yet.

        Args:
            endpoint: Its address; ``HF_ENDPOINT``, or Hugging Face's, when None.
            token: The user's access token; nobody is told who asks when None.
            timeout_s: How long a connection, or the next bytes, may take, in seconds.
        """
        self._endpoint = endpoint
        self._token = token
        self._timeout_s = timeout_s

    def listing(self, repository: str, revision: str) -> Listing:
        """A repository's files, with sizes and checksums.

        Args:
            repository: ``owner/name``.
            revision: A commit, a branch or a tag.

        Raises:
            WeightsFailed: The hub refuses, and would refuse again.
            Interrupted: It cannot be reached, or not now.
        """
        from huggingface_hub import HfApi  # noqa: PLC0415 - half a second that no start pays
        from huggingface_hub.hf_api import RepoFile  # noqa: PLC0415 - as above

        with translate_hub_errors(repository, self._endpoint, has_token=bool(self._token)):
            # False: not even with a token that other programs have left on this machine.
            api = HfApi(self._endpoint, token=self._token or False)
            info = api.model_info(repository, revision=revision, timeout=self._timeout_s)
            commit = str(info.sha)
            tree = api.list_repo_tree(repository, recursive=True, revision=commit)
            files = tuple(_remote_file(entry) for entry in tree if isinstance(entry, RepoFile))
        return Listing(commit, files)

    def body(self, repository: str, commit: str, path: str, offset: int) -> Body:
        """A file's bytes, from an offset on; nothing is asked before they are iterated."""
        return Body(self, repository, commit, path, offset)

    @contextlib.contextmanager
    def response(
        self, repository: str, commit: str, path: str, offset: int
    ) -> Generator[Any, None, None]:
        """The open answer to a request for a file, an ``httpx2.Response``. Raises as above."""
        from huggingface_hub import hf_hub_url  # noqa: PLC0415 - as above
        from huggingface_hub.utils import (  # noqa: PLC0415 - as above
            get_session,
            hf_raise_for_status,
        )

        url = hf_hub_url(repository, path, revision=commit, endpoint=self._endpoint)
        # Of what is packed on the way, the middle cannot be asked for.
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
    """A file's bytes as they arrive, each piece with its place in the file."""

    def __init__(self, hub: Hub, repository: str, commit: str, path: str, offset: int) -> None:
        self._hub = hub
        self._asked = (repository, commit, path, offset)
        self._lock = threading.Lock()
        self._is_left = False
        self._connection: socket.socket | None = None

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Ask for them.

        Yields:
            Where in the file a piece belongs, and the piece. That may be from its very
            beginning, whatever was asked for: not every server sends parts of files.

        Raises:
            WeightsFailed: The hub refuses, and would refuse again.
            Interrupted: It cannot be reached, or the connection broke.
        """
        with self._hub.response(*self._asked) as response:
            if not self._is_wanted_from(response):
                return
            is_part = response.status_code == 206 and "content-encoding" not in response.headers
            place = self._asked[-1] if is_part else 0
            try:
                for piece in response.iter_bytes():
                    yield place, piece
                    place += len(piece)
            finally:
                with self._lock:
                    self._connection = None  # it may serve the next request

    def abort(self) -> None:
        """Break the connection, whose reader then comes back at once."""
        with self._lock:
            self._is_left = True
            if self._connection is not None:
                with contextlib.suppress(OSError):  # it has gone already
                    # Not the TLS socket's own, which takes its session from under the reader.
                    socket.socket.shutdown(self._connection, socket.SHUT_RDWR)

    def _is_wanted_from(self, response: Any) -> bool:
        """Know the connection to break; False when that was asked for already."""
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        with self._lock:
            if isinstance(connection, socket.socket):
                self._connection = connection
            return not self._is_left


def _remote_file(entry: Any) -> RemoteFile:
    """What the hub's ``RepoFile`` says.

    Raises:
        ValueError: It makes no sense.
    """
    checksum = f"sha256:{entry.lfs.sha256}" if entry.lfs else f"git:{entry.blob_id}"
    return RemoteFile(str(entry.path), entry.lfs.size if entry.lfs else entry.size, checksum)
