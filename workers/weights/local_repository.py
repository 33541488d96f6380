"""The local folder of a repository: built beside the old one, then swapped in one step.

Files that stay are hard-linked from the old folder into the new one. Neither changes with the
other, since existing files are never written to.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base import paths
from workers.base.messages import translatable
from workers.base.sizes import disk_size
from workers.errors import WeightsFailed
from workers.storage.trash import discard, sweep
from workers.weights.files import update_digest
from workers.weights.manifest import FILE_NAME, Manifest, intact_files
from workers.weights.partial_download import PartialDownloads

if TYPE_CHECKING:
    import threading

    from workers.weights.files import RemoteFile
    from workers.weights.progress import FileProgress

#: Disk space that a download leaves free, in bytes: logs and settings need some.
_SPARE_BYTES = 64 * 2**20


class LocalRepository:
    """The folders of one repository: its files, partial downloads, and a new version being built.

    Attributes:
        folder: The complete files, if any.
        lock: The lock file. Methods that change anything need the lock.
        partials: Files that are being downloaded.
    """

    def __init__(self, root: Path, repository: str) -> None:
        """Touches nothing on disk.

        Args:
            root: The folder of all weights.
            repository: ``owner/name``.
        """
        self.folder = paths.weights_folder(repository, root)
        name = self.folder.name
        self.lock = root / f".{name}.lock"
        self._staged = root / f".staging-{name}"
        self._new = root / f".new-{name}"
        self.partials = PartialDownloads(self._staged)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that may exist."""
        return (self.folder, self._new, self._staged)

    def recover(self) -> None:
        """Finishes or undoes what a killed process started."""
        if Manifest.read(self._new) is not None:  # Complete: the manifest is written last.
            self._swap()
        if self._new.exists():
            shutil.rmtree(self._new)
        sweep(self.folder)

    def assemble(self, manifest: Manifest, kept: frozenset[str]) -> None:
        """Makes the folder hold exactly the files of a manifest.

        Args:
            manifest: The target; each of its files is either kept or downloaded.
            kept: Paths of the files that stay.

        Raises:
            OSError: It can't be written, or the old folder is in use (Windows).
        """
        self._new.mkdir()
        downloaded = [file for file in manifest.files if file.path not in kept]
        uses = Counter(file.checksum for file in downloaded)
        for file in manifest.files:
            target = self._new / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.path in kept:
                _link(self.folder / file.path, target, may_move=False)
                continue
            uses[file.checksum] -= 1
            _link(self._downloaded(file), target, may_move=uses[file.checksum] == 0)
        manifest.write(self._new)
        self._swap()

    def remove(self) -> None:
        """Deletes everything; the files are unusable from the first moment on.

        Raises:
            OSError: A folder is in use (Windows), or can't be renamed.
        """
        for folder in self.folders:
            discard(folder, keep_undeletable=True)

    def reduce(self, manifest: Manifest) -> None:
        """Deletes the files that a manifest doesn't list.

        The folder isn't swapped: engines may be running with the files that stay.

        Args:
            manifest: Lists the same files or fewer.

        Raises:
            OSError: A file is in use (Windows), or can't be deleted.
        """
        manifest.write(self.folder)
        listed = {FILE_NAME, *(file.path for file in manifest.files)}
        for root, _, names in os.walk(self.folder, topdown=False):
            for name in names:
                path = Path(root) / name
                if path.relative_to(self.folder).as_posix() not in listed:
                    path.unlink()
            if not any(Path(root).iterdir()):
                Path(root).rmdir()

    def _swap(self) -> None:
        """Puts the new folder in place of the old one."""
        discard(self.folder, keep_undeletable=True)
        self._new.rename(self.folder)
        discard(self._staged, keep_undeletable=True)

    def _downloaded(self, file: RemoteFile) -> Path:
        path = self.partials.complete(file)
        if path is None:
            raise FileNotFoundError(f"{file.path} was removed during installation")
        return path


class RepositoryUpdate:
    """One update of a local repository to a target manifest, under its lock."""

    def __init__(
        self,
        local: LocalRepository,
        target: Manifest,
        file_progress: FileProgress,
        cancelled: threading.Event,
    ) -> None:
        """Reads the manifest; changes nothing yet.

        Args:
            local: The repository.
            target: What the folder has to hold.
            file_progress: Covers all files of the target.
            cancelled: Set it to stop.
        """
        self._local = local
        self._target = target
        self._file_progress = file_progress
        self._cancelled = cancelled
        self._intact = intact_files(local.folder)

    def run(self, fetch: Callable[[RemoteFile], bool]) -> tuple[RemoteFile, ...]:
        """Fetches the missing files, and swaps the folder once all are complete.

        Args:
            fetch: Brings one file into the partial downloads; returns False if it can't.

        Returns:
            The files that couldn't be fetched. If there are any, the folder is unchanged, and the
            others stay among the partial downloads.

        Raises:
            WeightsFailed: There isn't enough disk space, or ``fetch`` raises it.
            Cancelled: The event was set.
            OSError: Something can't be read or written.
        """
        kept = frozenset(file.path for file in self._target.files if self._is_kept(file))
        missing = [file for file in self._target.files if file.path not in kept]
        partials = self._local.partials
        partials.keep_only(missing)
        self._check_space(missing)
        unavailable: list[RemoteFile] = []
        for file in missing:
            if partials.complete(file) is not None:
                self._file_progress.end(file)
            elif not fetch(file):
                unavailable.append(file)
        if not unavailable:
            self._local.assemble(replace(self._target, damaged=()), kept)
        return tuple(unavailable)

    def _is_kept(self, file: RemoteFile) -> bool:
        """Returns whether the folder has a file; hashes it unless its manifest vouches for it."""
        path = self._local.folder / file.path
        is_kept = file in self._intact
        if not is_kept and file.is_at(path):
            self._file_progress.begin(translatable("Checking"), file.path)
            digest = file.digest()
            update_digest(path, digest, self._cancelled, self._file_progress.advanced)
            is_kept = file.matches(digest)
        if is_kept:
            self._file_progress.end(file)
        return is_kept

    def _check_space(self, missing: list[RemoteFile]) -> None:
        partials = self._local.partials
        contents = {file.checksum: file for file in missing}.values()
        needed_bytes = sum(file.size_bytes - partials.arrived_bytes(file) for file in contents)
        free_bytes = shutil.disk_usage(self._local.lock.parent).free
        if needed_bytes and needed_bytes + _SPARE_BYTES > free_bytes:
            sentence = translatable(
                "Not enough disk space for the weights of {repository}: {needed} needed, "
                "{free} free in {folder}. Free some space and try again.",
                repository=self._target.repository,
                needed=disk_size(needed_bytes),
                folder=str(self._local.folder.parent),
                free=disk_size(free_bytes),
            )
            raise WeightsFailed(sentence, repository=self._target.repository)


def _link(source: Path, target: Path, *, may_move: bool) -> None:
    """Hard-links a file; on file systems without hard links, moves or copies it.

    Args:
        source: An existing file.
        target: A path where nothing exists.
        may_move: ``source`` isn't needed any more.
    """
    try:
        os.link(source, target)
    except OSError:
        if may_move:
            source.replace(target)
        else:
            shutil.copyfile(source, target)
