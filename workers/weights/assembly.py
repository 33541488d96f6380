"""A repository's folder, put together beside the old one and changed for it in one step.

Files that stay are hard-linked from the old folder into the new one. Only we write to either,
and never into a file that is there, so neither changes with the other.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from workers.weights.manifest import FILE_NAME, Manifest
from workers.weights.staging import Staging

if TYPE_CHECKING:
    from workers.weights.files import RemoteFile


class Places:
    """Where the files of one repository are, and on their way."""

    def __init__(self, root: Path, repository: str) -> None:
        """Nothing is looked at, or made, yet.

        Args:
            root: The folder of all weights.
            repository: ``owner/name``.
        """
        self._root = root
        self._name = repository.replace("/", "--")
        self.folder = root / self._name
        self.lock = root / f".{self._name}.lock"
        self._staged = root / f".staging-{self._name}"
        self._new = root / f".new-{self._name}"
        self._trash = f".trash-{self._name}-"

    @property
    def staging(self) -> Staging:
        """What is on its way."""
        return Staging(self._staged)

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
        source = self.staging.whole(file)
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
