"""Imports weights from a local folder: a Git clone, a Hugging Face cache, another copy."""

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
#: Start of an LFS pointer, which a clone has in place of a large file that wasn't fetched.
_POINTER = b"version https://git-lfs.github.com/spec/"


class FolderSource:
    """A folder of the user's to copy weights from; it is never changed.

    Symbolic links are followed: the cache of Hugging Face's tools consists of them.
    """

    def __init__(self, folder: Path, weights: Weights) -> None:
        """Locates the files: in the folder, or where tools put them below it.

        Args:
            folder: The folder that the user chose.
            weights: The weights to import.
        """
        self.folder = _folder_with_files(folder, weights.repository)
        self._weights = weights

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of another copy of this program, if it covers the weights."""
        manifest = Manifest.read(self.folder)
        return manifest if manifest is not None and manifest.covers(self._weights) else None

    @property
    def revision(self) -> str:
        """The revision to import; the folder's commit instead of a branch name, if known."""
        if _COMMIT.fullmatch(self._weights.revision):
            return self._weights.revision
        if self.folder.parent.name == "snapshots" and _COMMIT.fullmatch(self.folder.name):
            return self.folder.name
        manifest = self.manifest
        return manifest.commit if manifest and manifest.commit else self._weights.revision

    def scan(
        self, file_progress: FileProgress, cancelled: threading.Event
    ) -> tuple[RemoteFile, ...]:
        """Reads the requested files and returns them with their actual checksums.

        Args:
            file_progress: Reports progress.
            cancelled: Set it to stop.

        Raises:
            WeightsFailed: No file matches one of the patterns.
            Cancelled: ``cancelled`` was set.
            OSError: A file can't be read.
        """
        paths = sorted(self._requested())
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
            source = self.folder / path
            digest = hashlib.sha256()
            file_progress.begin(translatable("Checking"), path)
            update_digest(source, digest, cancelled, file_progress.advanced)
            size_bytes = source.stat().st_size
            found.append(RemoteFile(path, size_bytes, f"sha256:{digest.hexdigest()}"))
        return tuple(found)

    def copy(
        self,
        file: RemoteFile,
        partials: PartialDownloads,
        file_progress: FileProgress,
        cancelled: threading.Event,
    ) -> bool:
        """Copies one file into the partial downloads; returns False if it is missing or differs.

        Raises:
            Cancelled: ``cancelled`` was set.
            OSError: The file can't be read or written.
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
            is_intact = part.finish()
        if is_intact:
            file_progress.end(file)
        return is_intact

    def pointers(self, files: tuple[RemoteFile, ...]) -> tuple[RemoteFile, ...]:
        """Returns those of the files that are LFS pointers in the folder."""
        return tuple(file for file in files if self._is_pointer(self.folder / file.path))

    @staticmethod
    def _is_pointer(path: Path) -> bool:
        try:
            with path.open("rb") as file:
                return file.read(len(_POINTER)) == _POINTER
        except OSError:
            return False

    def _requested(self) -> Iterator[str]:
        """Yields paths of the requested files; hidden folders of tools are skipped."""
        for folder, below, files in os.walk(self.folder):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in files:
                path = (Path(folder) / name).relative_to(self.folder).as_posix()
                is_ours = path != FILE_NAME and not name.startswith(".")
                if is_ours and is_selected(path, self._weights.files) and is_safe_path(path):
                    yield path


def _folder_with_files(folder: Path, repository: str) -> Path:
    """Returns the folder at or below the chosen one that has the repository's files."""
    own_name, cache_name = repository.replace("/", "--"), f"models--{repository.replace('/', '--')}"
    for name in (cache_name, own_name, repository, repository.partition("/")[2]):
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
    newest = sorted(snapshots.iterdir(), key=lambda snapshot: snapshot.stat().st_mtime)
    return newest[-1] if newest else folder
