"""Weights that are on this machine already: a clone, a cache of the hub's tools, a stick."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.cancellable import Cancelled
from workers.base.messages import translatable
from workers.errors import WeightsFailed
from workers.weights.files import PIECE_BYTES, RemoteFile, is_safe_path, is_selected, update_digest
from workers.weights.manifest import FILE_NAME, Manifest

if TYPE_CHECKING:
    from workers.catalog.entry import Weights
    from workers.weights.partial_download import PartialDownloads
    from workers.weights.progress import FileProgress

_COMMIT = re.compile(r"[0-9a-f]{40}")
#: What a clone has in place of a large file that was not fetched with it.
_POINTER = b"version https://git-lfs.github.com/spec/"


class FolderSource:
    """One folder of the user's. Only read: what is taken from it is copied.

    A link in it stands for the file that it leads to, as in the cache of the hub's tools.
    """

    def __init__(self, folder: Path, weights: Weights) -> None:
        """Find the files: in the folder itself, or where tools put a repository's files below it.

        Args:
            folder: The one that the user has chosen.
            weights: Whose files are looked for.
        """
        self.folder = _folder_with_files(folder, weights.repository)
        self._weights = weights

    @property
    def manifest(self) -> Manifest | None:
        """What another copy of this program wrote there, if that is what is wanted."""
        manifest = Manifest.read(self.folder)
        return manifest if manifest is not None and manifest.covers(self._weights) else None

    @property
    def revision(self) -> str:
        """What is wanted; in place of a branch's name the commit that the folder is of."""
        if _COMMIT.fullmatch(self._weights.revision):
            return self._weights.revision
        if self.folder.parent.name == "snapshots" and _COMMIT.fullmatch(self.folder.name):
            return self.folder.name
        manifest = self.manifest
        return manifest.commit if manifest and manifest.commit else self._weights.revision

    def scan(
        self, file_progress: FileProgress, cancelled: threading.Event
    ) -> tuple[RemoteFile, ...]:
        """All its files that are wanted, as they are, right or wrong: reads all of them.

        Raises:
            WeightsFailed: There are none of some kind that is wanted.
            Cancelled: ``cancelled`` was set.
            OSError: One cannot be read.
        """
        paths = sorted(self._wanted())
        for pattern in self._weights.files or ("*",):
            if not any(is_selected(path, (pattern,)) for path in paths):
                sentence = translatable(
                    "{folder} is incomplete for {repository}: no file matches {pattern}. "
                    "Choose another folder.",
                    folder=str(self.folder),
                    repository=self._weights.repository,
                    pattern=pattern,
                )
                raise WeightsFailed(sentence, repository=self._weights.repository)
        found: list[RemoteFile] = []
        for path in paths:
            whole = self.folder / path
            digest = hashlib.sha256()
            file_progress.begin(translatable("Checking"), path)
            update_digest(whole, digest, cancelled, file_progress.advanced)
            size_bytes = whole.stat().st_size
            found.append(RemoteFile(path, size_bytes, f"sha256:{digest.hexdigest()}"))
        return tuple(found)

    def copy(
        self,
        file: RemoteFile,
        partials: PartialDownloads,
        file_progress: FileProgress,
        cancelled: threading.Event,
    ) -> bool:
        """Copy one file into the staging; False when the folder has not got it as it should be.

        Raises:
            Cancelled: ``cancelled`` was set.
            OSError: It cannot be read or written.
        """
        source = self.folder / file.path
        if not source.is_file() or source.stat().st_size != file.size_bytes:
            return False
        if self._is_pointer(source):
            return False
        file_progress.begin(translatable("Copying"), file.path)
        with (
            contextlib.closing(partials.part(file, cancelled, file_progress.advanced)) as part,
            source.open("rb") as content,
        ):
            part.restart()
            while piece := content.read(PIECE_BYTES):
                if cancelled.is_set():
                    raise Cancelled
                part.write(part.size_bytes, piece)
                file_progress.reached(part.size_bytes)
            is_right = part.finish()
        if is_right:
            file_progress.end(file)
        return is_right

    def pointers(self, files: tuple[RemoteFile, ...]) -> tuple[RemoteFile, ...]:
        """Those of the files in whose place a clone has a pointer only."""
        return tuple(file for file in files if self._is_pointer(self.folder / file.path))

    @staticmethod
    def _is_pointer(path: Path) -> bool:
        try:
            with path.open("rb") as file:
                return file.read(len(_POINTER)) == _POINTER
        except OSError:
            return False

    def _wanted(self) -> Iterator[str]:
        """Paths of the files there, without what tools keep in hidden folders for themselves."""
        for folder, below, files in os.walk(self.folder):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in files:
                path = (Path(folder) / name).relative_to(self.folder).as_posix()
                is_ours = path != FILE_NAME and not name.startswith(".")
                if is_ours and is_selected(path, self._weights.files) and is_safe_path(path):
                    yield path


def _folder_with_files(folder: Path, repository: str) -> Path:
    """Where below the folder that was chosen a repository's files are; that one if nowhere."""
    own, cached = repository.replace("/", "--"), f"models--{repository.replace('/', '--')}"
    for name in (cached, own, repository, repository.partition("/")[2]):
        if (folder / name).is_dir():
            folder /= name
            break
    snapshots = folder / "snapshots"
    if not (folder / "refs").is_dir() or not snapshots.is_dir():
        return folder
    main = folder / "refs" / "main"
    named = main.read_text(encoding="utf-8").strip() if main.is_file() else ""
    if _COMMIT.fullmatch(named) and (snapshots / named).is_dir():
        return snapshots / named
    newest = sorted(snapshots.iterdir(), key=lambda it: it.stat().st_mtime)
    return newest[-1] if newest else folder
