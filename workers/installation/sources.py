"""Code that is in no package: downloaded as an archive from GitHub, for one engine.

All sources of an engine are downloaded into a new folder, which replaces the old one once it is
complete. A marker, written last, lists the sources and the size of every file, so incomplete code
is never used, and later changes are found.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base import paths
from workers.base.cancellable import Cancelled, StallTimeout, iterate_cancellable
from workers.base.events import Progress
from workers.base.messages import Translatable, translatable
from workers.base.sizes import disk_size
from workers.errors import InstallationFailed
from workers.installation.archive import BadArchive, UnpackCancelled, unpack
from workers.storage.lock import LockCancelled, locked
from workers.storage.marker import read_marker, write_marker
from workers.storage.trash import discard, sweep

if TYPE_CHECKING:
    import threading

    from workers.catalog.entry import Source

#: Serves ``/owner/name/tar.gz/<commit>``.
GITHUB = "https://codeload.github.com"
#: In an engine's folder; written last.
MARKER = "engineroom-sources.json"

#: Longest time without data, in seconds.
_STALL_S = 30.0
_PIECE_BYTES = 2**16

Report = Callable[[Progress], None]
#: Takes how much of a download has arrived: the fraction, if known, and bytes.
_ReportDownload = Callable[["float | None", int], None]


class SourceStore:
    """The code of all engines, one folder each. Any thread may call any method."""

    def __init__(self, root: Path | None = None, archives: str = GITHUB) -> None:
        """Touches nothing on disk.

        Args:
            root: ``sources`` in :func:`workers.base.paths.data_dir` when None.
            archives: Address of archives; GitHub's, or one that serves the same paths.
        """
        self._root = paths.data_dir() / "sources" if root is None else root
        self._archives = archives.rstrip("/")

    @property
    def root(self) -> Path:
        """The folder of all engines' code."""
        return self._root

    def folder(self, engine: str) -> Path:
        """Returns where an engine's code is, or would be."""
        return self._root / engine

    def is_complete(self, engine: str, sources: Sequence[Source]) -> bool:
        """Returns whether exactly these are complete, or none are needed. Reads one small file."""
        if not sources:
            return True
        marker = read_marker(self.folder(engine), MARKER)
        expected = [asdict(source) for source in sources]
        return marker is not None and marker.get("sources") == expected

    def damaged(self, engine: str) -> tuple[str, ...]:
        """Returns paths of files that are missing or have the wrong size."""
        folder = self.folder(engine)
        files = (read_marker(folder, MARKER) or {}).get("files", {})
        return tuple(name for name, size in files.items() if _size(folder / name) != size)

    def size_bytes(self, engine: str) -> int:
        """Returns the size of an engine's code by its marker, in bytes; 0 without."""
        return sum((read_marker(self.folder(engine), MARKER) or {}).get("files", {}).values())

    def fetch(
        self,
        engine: str,
        sources: Sequence[Source],
        *,
        progress: Report,
        cancelled: threading.Event,
    ) -> Path:
        """Downloads an engine's code and replaces what is installed.

        Args:
            engine: The engine's ID.
            sources: All its sources; files of later ones replace those of earlier ones.
            progress: Called on this thread.
            cancelled: Set it to stop; the installed code is unchanged then.

        Returns:
            The folder.

        Raises:
            InstallationFailed: It failed, or ``cancelled`` was set.
        """
        with self._working(engine, cancelled) as new:
            archive = new.with_suffix(".tar.gz")
            for index, source in enumerate(sources):
                report = _reporter(progress, source, index / len(sources), 1 / len(sources))
                self._download(source, archive, report, cancelled)
                unpack(archive, new / source.path if source.path else new, cancelled)
                archive.unlink()
            _write_marker(new, sources)
            discard(self.folder(engine))
            new.rename(self.folder(engine))
        return self.folder(engine)

    def remove(self, engine: str) -> None:
        """Deletes an engine's code, if there is any.

        Raises:
            InstallationFailed: Files are in use (Windows), or can't be deleted.
        """
        new = self._root / f".new-{engine}"
        try:
            new.with_suffix(".tar.gz").unlink(missing_ok=True)  # Left by a kill.
            for folder in (new, self.folder(engine)):
                discard(folder)
        except OSError as error:
            raise InstallationFailed(
                translatable(
                    "Couldn't remove the code of {engine} in {folder}: {error}. Stop the "
                    "engine, check the folder's permissions, and try again.",
                    engine=engine,
                    folder=str(self.folder(engine)),
                    error=str(error),
                ),
                worker=engine,
            ) from error

    def _download(
        self,
        source: Source,
        archive: Path,
        report: _ReportDownload,
        cancelled: threading.Event,
    ) -> None:
        address = f"{self._archives}/{source.repository}/tar.gz/{source.commit}"
        body = _Body(address)
        arrived = 0
        report(0.0, 0)
        with (
            archive.open("wb") as file,
            closing(iterate_cancellable(body, cancelled, _STALL_S)) as pieces,
        ):
            for piece in pieces:
                file.write(piece)
                arrived += len(piece)
                # GitHub creates archives while sending them, usually without a size.
                report(min(1.0, arrived / body.size_bytes) if body.size_bytes else None, arrived)
        if arrived < body.size_bytes:
            raise http.client.IncompleteRead(b"", body.size_bytes - arrived)

    @contextmanager
    def _working(self, engine: str, cancelled: threading.Event) -> Generator[Path, None, None]:
        """Holds the engine's lock, yields an empty folder, and translates errors."""
        new = self._root / f".new-{engine}"
        try:
            with locked(self._root / f".{engine}.lock", cancelled):
                sweep(self.folder(engine))
                discard(new)
                new.mkdir()
                try:
                    yield new
                finally:
                    new.with_suffix(".tar.gz").unlink(missing_ok=True)
                    discard(new)
        except (Cancelled, LockCancelled, UnpackCancelled) as error:
            raise InstallationFailed(
                translatable(
                    "Canceled. Install {engine} again to download its code.",
                    engine=engine,
                ),
                worker=engine,
            ) from error
        except (OSError, http.client.HTTPException, BadArchive, StallTimeout) as error:
            raise InstallationFailed(
                translatable(
                    "Couldn't download the code of {engine}: {cause}",
                    engine=engine,
                    cause=_cause(error),
                ),
                worker=engine,
            ) from error


class _Body:
    """A download, piece by piece; see :func:`workers.base.cancellable.iterate_cancellable`.

    Attributes:
        size_bytes: Its total size; 0 if unknown.
    """

    def __init__(self, address: str) -> None:
        self.size_bytes = 0
        self._address = address

    def __iter__(self) -> Iterator[bytes]:
        with _opened(self._address) as response:
            self.size_bytes = int(response.headers.get("Content-Length") or 0)
            while piece := response.read(_PIECE_BYTES):
                yield piece

    def abort(self) -> None:
        """Does nothing: the read ends with its timeout."""


def _opened(address: str) -> http.client.HTTPResponse:
    try:
        # The address is a constant, or the tests'.
        return urllib.request.urlopen(address, timeout=_STALL_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()  # It holds the connection.
        raise


def _reporter(progress: Report, source: Source, start: float, share: float) -> _ReportDownload:
    """Returns a callback that reports one of several downloads as a part of all."""

    def report(fraction: float | None, arrived: int) -> None:
        overall = None if fraction is None else start + share * fraction
        detail = f"{source.repository}, {disk_size(arrived)}"
        progress(Progress(translatable("Downloading code"), overall, detail, arrived))

    return report


def _cause(error: Exception) -> Translatable:
    """Returns what went wrong and what to do."""
    if isinstance(error, urllib.error.HTTPError) and error.code == 404:
        return translatable(
            "{address} doesn't exist. A newer version of Engine Room may use another address.",
            address=str(error.url),
        )
    if isinstance(error, BadArchive):
        return translatable("{why}. Try again. If it keeps happening, report it.", why=str(error))
    if isinstance(
        error, (urllib.error.URLError, http.client.HTTPException, StallTimeout, TimeoutError)
    ):
        why = str(getattr(error, "reason", None) or error) or "download timed out"
        return translatable("{why}. Check your network connection, then try again.", why=why)
    return translatable(
        "{why}. Check the disk space and the folder's permissions, then try again.",
        why=str(error),
    )


def _write_marker(folder: Path, sources: Sequence[Source]) -> None:
    files = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }
    sources_as_data = [asdict(source) for source in sources]
    write_marker(folder, MARKER, {"sources": sources_as_data, "files": files})


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
