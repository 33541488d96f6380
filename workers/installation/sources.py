"""Code that is in no package: fetched as an archive of GitHub's, and kept for one engine.

An engine's sources are fetched together, into a folder that takes the place of the former one
when it is whole. A marker in it, written last, says what it was made of, and of which size
every file is: so what is half-made is never used, and what was changed later is found.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.base import paths
from workers.base.cancellable import Cancelled, StallTimeout, iterate_cancellable
from workers.base.events import Progress
from workers.base.messages import Translatable, translatable
from workers.errors import InstallationFailed
from workers.installation.archive import BadArchive, UnpackCancelled, unpack
from workers.storage.lock import LockCancelled, locked
from workers.storage.trash import discard, sweep

if TYPE_CHECKING:
    import threading

    from workers.catalog.entry import Source

#: Gives a repository as it was at a commit: ``/owner/name/tar.gz/<commit>``.
GITHUB = "https://codeload.github.com"
#: Stands in an engine's folder, and is the last thing that is written there.
MARKER = "engineroom-sources.json"

#: A server that says nothing for so long, in seconds, will not.
_SILENCE_S = 30.0
_PIECE_BYTES = 2**16
_MIB = 2**20

Report = Callable[[Progress], None]
#: Told how much of one download has arrived: the fraction where it is known, and bytes.
_Tell = Callable[["float | None", int], None]


class SourceStore:
    """The sources of all engines, a folder each. Any thread may call any method."""

    def __init__(self, root: Path | None = None, archives: str = GITHUB) -> None:
        """Nothing is made or fetched yet.

        Args:
            root: ``sources`` in :func:`workers.base.paths.data_dir` when None.
            archives: Where archives come from; GitHub, or what answers as it does.
        """
        self._root = paths.data_dir() / "sources" if root is None else root
        self._archives = archives.rstrip("/")

    @property
    def root(self) -> Path:
        """Folder of all of them."""
        return self._root

    def folder(self, engine: str) -> Path:
        """Where an engine's sources are, or would be."""
        return self._root / engine

    def is_complete(self, engine: str, sources: Sequence[Source]) -> bool:
        """True when exactly these are there, or none are wanted. Reads one small file."""
        if not sources:
            return True
        marker = _read_marker(self.folder(engine))
        return marker is not None and marker.get("sources") == [asdict(it) for it in sources]

    def damaged(self, engine: str) -> tuple[str, ...]:
        """Files that are missing or of another size than when they were fetched, as paths."""
        folder = self.folder(engine)
        files = (_read_marker(folder) or {}).get("files", {})
        return tuple(name for name, size in files.items() if _size(folder / name) != size)

    def size_bytes(self, engine: str) -> int:
        """What an engine's sources hold, in bytes, as the marker has it; 0 when there are none."""
        return sum((_read_marker(self.folder(engine)) or {}).get("files", {}).values())

    def fetch(
        self,
        engine: str,
        sources: Sequence[Source],
        *,
        progress: Report,
        cancelled: threading.Event,
    ) -> Path:
        """Fetch an engine's sources anew, whatever is there.

        Args:
            engine: Its id.
            sources: All of them; of two that hold the same file, the later one's counts.
            progress: Called on this thread.
            cancelled: Set it to stop; what was there before is still there then.

        Returns:
            Their folder.

        Raises:
            InstallationFailed: They could not be had, or ``cancelled`` was set.
        """
        with self._working(engine, cancelled) as new:
            archive = new.with_suffix(".tar.gz")
            for place, source in enumerate(sources):
                tell = _teller(progress, source, place / len(sources), 1 / len(sources))
                self._download(source, archive, tell, cancelled)
                unpack(archive, new / source.path if source.path else new, cancelled)
                archive.unlink()
            _write_marker(new, sources)
            discard(self.folder(engine))
            new.rename(self.folder(engine))
        return self.folder(engine)

    def remove(self, engine: str) -> None:
        """Delete an engine's sources; nothing happens when there are none.

        Raises:
            InstallationFailed: They are in use (Windows), or may not be deleted.
        """
        new = self._root / f".new-{engine}"
        try:
            new.with_suffix(".tar.gz").unlink(missing_ok=True)  # of a fetch that was killed
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
        tell: _Tell,
        cancelled: threading.Event,
    ) -> None:
        address = f"{self._archives}/{source.repository}/tar.gz/{source.commit}"
        body = _Body(address)
        arrived = 0
        tell(0.0, 0)
        with (
            archive.open("wb") as file,
            closing(iterate_cancellable(body, cancelled, _SILENCE_S)) as pieces,
        ):
            for piece in pieces:
                file.write(piece)
                arrived += len(piece)
                # GitHub makes archives as it sends them, and mostly tells no size.
                tell(min(1.0, arrived / body.size_bytes) if body.size_bytes else None, arrived)
        if arrived < body.size_bytes:
            raise http.client.IncompleteRead(b"", body.size_bytes - arrived)

    @contextmanager
    def _working(self, engine: str, cancelled: threading.Event) -> Generator[Path, None, None]:
        """Hold the engine's lock, with an empty folder; what fails becomes InstallationFailed."""
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
        size_bytes: Of all of it; 0 while it is not known.
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
        """Leave it: it ends with its connection, or after the silence."""


def _opened(address: str) -> http.client.HTTPResponse:
    try:
        # The address is ours, or the tests'.
        return urllib.request.urlopen(address, timeout=_SILENCE_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()  # it holds the connection for whoever wants to read the page
        raise


def _teller(progress: Report, source: Source, begun: float, share: float) -> _Tell:
    """Tells how far one of several downloads is, as a part of all of them."""

    def tell(fraction: float | None, arrived: int) -> None:
        overall = None if fraction is None else begun + share * fraction
        detail = f"{source.repository}, {arrived / _MIB:.1f} MiB"
        progress(Progress(translatable("Downloading code"), overall, detail, arrived))

    return tell


def _cause(error: Exception) -> Translatable:
    """What went wrong, and what to do about it."""
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


def _read_marker(folder: Path) -> dict[str, Any] | None:
    try:
        content: Any = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None  # pyright: ignore[reportUnknownVariableType]


def _write_marker(folder: Path, sources: Sequence[Source]) -> None:
    files = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }
    content = {"sources": [asdict(it) for it in sources], "files": files}
    (folder / MARKER).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
