"""A repository's folder, put together beside the old one and changed for it in one step.

Files that stay are hard-linked from the old folder into the new one. Only we write to either,
and never into a file that is there, so neither changes with the other.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.base.sizes import disk_size
from workers.errors import WeightsFailed
from workers.weights.files import update_digest
from workers.weights.manifest import FILE_NAME, Manifest, folder_of, intact_files
from workers.weights.partial_download import PartialDownloads

if TYPE_CHECKING:
    import threading

    from workers.weights.files import RemoteFile
    from workers.weights.progress import FileProgress


class LocalRepository:
    """Where the files of one repository are, and on their way."""

    def __init__(self, root: Path, repository: str) -> None:
        """Nothing is looked at, or made, yet.

        Args:
            root: The folder of all weights.
            repository: ``owner/name``.
        """
        self._root = root
        self.folder = folder_of(root, repository)
        self._name = self.folder.name
        self.lock = root / f".{self._name}.lock"
        self._staged = root / f".staging-{self._name}"
        self._new = root / f".new-{self._name}"
        self._trash = f".trash-{self._name}-"

    @property
    def partials(self) -> PartialDownloads:
        """What is on its way."""
        return PartialDownloads(self._staged)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that there may be."""
        return (self.folder, self._new, self._staged)

    def recover(self) -> None:
        """Finish, or clear away, what a killed process has left. Only under the lock."""
        if Manifest.read(self._new) is not None:  # whole: it is written last
            self._change()
        if self._new.exists():
            shutil.rmtree(self._new)
        for left in self._root.glob(f"{self._trash}*"):
            shutil.rmtree(left, ignore_errors=True)

    def assemble(self, manifest: Manifest, kept: frozenset[str]) -> None:
        """Make the folder hold exactly the manifest's files. Only under the lock.

        Args:
            manifest: Its files are all either kept or staged.
            kept: Paths of those that the folder has already.

        Raises:
            OSError: It cannot be written, or the old folder is in use (Windows).
        """
        self._new.mkdir()
        staged = [file for file in manifest.files if file.path not in kept]
        uses = Counter(file.checksum for file in staged)
        for file in manifest.files:
            target = self._new / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.path in kept:
                _link(self.folder / file.path, target, is_last_use=False)
                continue
            uses[file.checksum] -= 1
            _link(self._source(file), target, is_last_use=uses[file.checksum] == 0)
        manifest.write(self._new)
        self._change()

    def remove(self) -> None:
        """Delete all of it; unusable from the first moment on. Only under the lock.

        Raises:
            OSError: It is in use (Windows), or may not be deleted.
        """
        for folder in self.folders:
            self._discard(folder)

    def reduce(self, manifest: Manifest) -> None:
        """Delete the files that a manifest does not name. Only under the lock.

        The folder stays where it is: engines may run with what is left in it.

        Args:
            manifest: Of the same files, or of fewer.

        Raises:
            OSError: One is in use (Windows), or may not be deleted.
        """
        manifest.write(self.folder)
        named = {FILE_NAME, *(file.path for file in manifest.files)}
        for place, _, files in os.walk(self.folder, topdown=False):
            for name in files:
                path = Path(place) / name
                if path.relative_to(self.folder).as_posix() not in named:
                    path.unlink()
            if not any(Path(place).iterdir()):
                Path(place).rmdir()

    def _change(self) -> None:
        """Have the new folder in place of the old one."""
        self._discard(self.folder)
        self._new.rename(self.folder)
        self._discard(self._staged)

    def _source(self, file: RemoteFile) -> Path:
        source = self.partials.whole(file)
        if source is None:
            raise FileNotFoundError(f"{file.path} was removed during installation")
        return source

    def _discard(self, folder: Path) -> None:
        """Delete a folder, first under another name: what is left of it is never used."""
        if folder.exists():
            trash = folder.with_name(f"{self._trash}{uuid.uuid4().hex}")
            folder.rename(trash)
            shutil.rmtree(trash, ignore_errors=True)  # what is left, the next run clears away


def _link(source: Path, target: Path, *, is_last_use: bool) -> None:
    """Have the file at a second place, or, on a file system without links, as a copy there.

    Args:
        source: Ours.
        target: Where nothing is yet.
        is_last_use: It may be moved instead of copied.
    """
    try:
        os.link(source, target)
    except OSError:
        if is_last_use:
            source.replace(target)
        else:
            shutil.copyfile(source, target)


#: Left free on the disk whatever is fetched, in bytes: logs, settings and others need some, too.
_SPARE_BYTES = 64 * 2**20


class RepositoryUpdate:
    """One change of a repository's folder, under its lock."""

    def __init__(
        self,
        local: LocalRepository,
        target: Manifest,
        file_progress: FileProgress,
        cancelled: threading.Event,
    ) -> None:
        """Look at the folder; nothing is changed yet.

        Args:
            local: The repository's.
            target: What the folder shall hold.
            file_progress: Follows all of the target's files.
            cancelled: Set it to stop.
        """
        self._places = local
        self._target = target
        self._meter = file_progress
        self._cancelled = cancelled
        self._there = intact_files(local.folder)

    def run(self, bring: Callable[[RemoteFile], bool]) -> tuple[RemoteFile, ...]:
        """Bring what is missing, and change the folder when all of it is there.

        Args:
            bring: Brings one file into the staging; False when it cannot be had there.

        Returns:
            The files that could not be had; where there are any, the folder is as it was, and
            the others wait in the staging.

        Raises:
            WeightsFailed: The disk is too full, or ``bring`` raises it.
            Cancelled: The event was set.
            OSError: Something cannot be read or written.
        """
        kept = frozenset(file.path for file in self._target.files if self._is_kept(file))
        lacking = [file for file in self._target.files if file.path not in kept]
        partials = self._places.partials
        partials.keep_only(lacking)
        self._check_space(lacking)
        absent: list[RemoteFile] = []
        for file in lacking:
            if partials.whole(file) is not None:
                self._meter.end(file)
            elif not bring(file):
                absent.append(file)
        if not absent:
            self._places.assemble(replace(self._target, damaged=()), kept)
        return tuple(absent)

    def _is_kept(self, file: RemoteFile) -> bool:
        """True when the folder has it; read where nobody vouches for it."""
        path = self._places.folder / file.path
        is_kept = file in self._there
        if not is_kept and file.is_at(path):
            self._meter.begin(translatable("Checking"), file.path)
            digest = file.digest()
            update_digest(path, digest, self._cancelled, self._meter.advanced)
            is_kept = file.matches(digest)
        if is_kept:
            self._meter.end(file)
        return is_kept

    def _check_space(self, lacking: list[RemoteFile]) -> None:
        partials = self._places.partials
        contents = {file.checksum: file for file in lacking}.values()
        needed_bytes = sum(file.size_bytes - partials.arrived_bytes(file) for file in contents)
        free_bytes = shutil.disk_usage(self._places.lock.parent).free
        if needed_bytes and needed_bytes + _SPARE_BYTES > free_bytes:
            sentence = translatable(
                "Not enough disk space for the weights of {repository}: {needed} needed, "
                "{free} free in {folder}. Free some space and try again.",
                repository=self._target.repository,
                needed=disk_size(needed_bytes),
                folder=str(self._places.folder.parent),
                free=disk_size(free_bytes),
            )
            raise WeightsFailed(sentence, repository=self._target.repository)
