"""The earlier version of an environment, kept so that the last change can be rolled back.

A backup is a second folder with the same files, hard-linked: made in about a second, without
copying a byte, and exact, bytecode included. Installers replace files and never write into them,
so a change doesn't reach the backup. Rolling back is two renames and needs no index; recorded
versions would have to be downloaded again, and may be gone from it. Absolute paths in the files
are right again because the folder gets its old name. File systems without hard links (FAT) get
copies.

Two names, so that a kill at any moment leaves at least one complete version:

- ``.undo-<name>`` exists during a change. The next caller puts it back unless the change was
  finished.
- ``.previous-<name>`` is what a finished change replaced. ``roll_back`` puts it back.

On Windows a file in use can't be replaced or deleted under any of its names. The change then
fails, and what is obsolete is deleted the next time.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from workers.environments.marker import FILE_NAME, Marker, complete_marker
from workers.storage.trash import discard, try_discard

logger = logging.getLogger(__name__)


def previous_folder(folder: Path) -> Path:
    """Returns where the version before an environment's last change is, if there is one."""
    return folder.with_name(f".previous-{folder.name}")


def _undo_folder(folder: Path) -> Path:
    return folder.with_name(f".undo-{folder.name}")


@contextmanager
def backed_up(
    folder: Path, *, rebuild: bool, keep_for_rollback: bool = True
) -> Generator[None, None, None]:
    """Backs an environment up while it is changed, and restores it if the change fails.

    An environment that isn't complete is not backed up.

    Args:
        folder: The environment's; the caller holds its lock.
        rebuild: The environment will be built anew: move it, so that ``folder`` is gone.
        keep_for_rollback: Keep the backup after the change, in place of the one kept so far.

    Raises:
        OSError: It can't be backed up or restored: files are in use, or the disk is full.
    """
    if complete_marker(folder) is None:
        yield
        return
    undo = _undo_folder(folder)
    discard(undo)
    if rebuild:
        folder.rename(undo)
    else:
        _link_folder(folder, undo)
    try:
        yield
    except BaseException:
        _restore(folder)
        raise
    if keep_for_rollback:
        _keep_as_previous(folder)
    else:
        try_discard(undo)


def recover(folder: Path) -> None:
    """Finishes or undoes a change during which the process was killed.

    Raises:
        OSError: Files are in use.
    """
    undo = _undo_folder(folder)
    if not undo.exists():
        return
    backup = Marker.read(undo)
    if backup is None or not backup.complete:
        try_discard(undo)  # Killed while the backup was made, before the change.
    elif complete_marker(folder) is not None:
        _keep_as_previous(folder)
    else:
        logger.info("environment %s: rolling back an interrupted change", folder.name)
        _restore(folder)


def has_backup(folder: Path) -> bool:
    """Returns whether a backup of any kind takes up space."""
    return previous_folder(folder).exists() or _undo_folder(folder).exists()


def can_roll_back(folder: Path) -> bool:
    """Returns whether there is an earlier version that can be used."""
    return complete_marker(previous_folder(folder)) is not None


def roll_back(folder: Path) -> None:
    """Puts the version before the last change back.

    Raises:
        OSError: Files are in use.
    """
    previous_folder(folder).rename(_undo_folder(folder))
    _restore(folder)


def delete_backups(folder: Path) -> None:
    """Deletes the backups of an environment.

    Raises:
        OSError: Files are in use.
    """
    for backup in (previous_folder(folder), _undo_folder(folder)):
        discard(backup)


def _restore(folder: Path) -> None:
    discard(folder)
    _undo_folder(folder).rename(folder)


def _keep_as_previous(folder: Path) -> None:
    previous = previous_folder(folder)
    try_discard(previous)
    if not previous.exists():
        _undo_folder(folder).rename(previous)


def _link_folder(source: Path, target: Path) -> None:
    """Creates ``target`` with hard links to the files of ``source``, and the marker last."""
    for root, folders, files in os.walk(source):
        target_root = target / Path(root).relative_to(source)
        target_root.mkdir()
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in (*links, *files):
            if target_root != target or name != FILE_NAME:
                _link_file(Path(root) / name, target_root / name)
    _link_file(source / FILE_NAME, target / FILE_NAME)


def _link_file(source: Path, target: Path) -> None:
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    try:
        target.hardlink_to(source)
    except OSError as error:
        logger.debug("copying %s because it can't be linked: %s", source, error)
        shutil.copy2(source, target)
