"""The state of an environment before its last change, kept to go back to.

It is a second folder with the same files, hard-linked: made in a second without a byte copied,
also of an environment with torch, and exact to the byte, with what was compiled. Installing
replaces files and never writes into one, so what the change brings reaches the new folder
alone. Going back is two renames, and needs no index: versions that were recorded would have to
be downloaded again, and may be gone from it. Paths in the files are right again, since the
folder gets its old name. Where files cannot be linked (FAT) they are copied.

Two names are used, so that a kill at any moment leaves one whole state at least:

- ``.undo-<name>`` is there while a change is under way. Whoever works on the environment next
  puts it back, unless the change was finished.
- ``.previous-<name>`` is what a finished change has replaced; ``roll_back`` puts it back.

On Windows files that somebody runs can neither be replaced nor deleted, under none of their
names: then the change fails, as it always did there, and what is no longer wanted goes the next
time.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from workers.environments.marker import FILE_NAME, Marker, complete_marker
from workers.storage.trash import discard, discard_if_possible

logger = logging.getLogger(__name__)


def previous_folder(folder: Path) -> Path:
    """Where the state before an environment's last change is, if there is one."""
    return folder.with_name(f".previous-{folder.name}")


def _undo_of(folder: Path) -> Path:
    return folder.with_name(f".undo-{folder.name}")


@contextmanager
def backed_up(
    folder: Path, *, rebuild: bool, keep_for_rollback: bool = True
) -> Generator[None, None, None]:
    """Keep a whole environment's state aside while it is changed, and bring it back on failure.

    Nothing is kept of one that is not whole.

    Args:
        folder: The environment's, whose lock is held.
        rebuild: It will be made anew, so it is moved aside: the folder is gone then.
        keep_for_rollback: Keep it after the change, too, instead of what was kept before.

    Raises:
        OSError: It cannot be kept, or brought back: files are in use, or the disk is full.
    """
    if complete_marker(folder) is None:
        yield
        return
    undo = _undo_of(folder)
    discard(undo)
    if rebuild:
        folder.rename(undo)
    else:
        _link(folder, undo)
    try:
        yield
    except BaseException:
        _bring_back(folder)
        raise
    if keep_for_rollback:
        _keep(folder)
    else:
        discard_if_possible(undo)


def recover(folder: Path) -> None:
    """Settle what a killed process has left: the state before its change, or the one after.

    Raises:
        OSError: Files are in use.
    """
    undo = _undo_of(folder)
    if not undo.exists():
        return
    kept = Marker.read(undo)
    if kept is None or not kept.complete:
        discard_if_possible(undo)  # killed while it was made, before the change
    elif complete_marker(folder) is not None:
        _keep(folder)
    else:
        logger.info("environment %s: rolling back an interrupted change", folder.name)
        _bring_back(folder)


def has_backup(folder: Path) -> bool:
    """Whether anything at all is kept of an environment."""
    return previous_folder(folder).exists() or _undo_of(folder).exists()


def can_roll_back(folder: Path) -> bool:
    """Whether there is a state to go back to, with an interpreter that is still there."""
    return complete_marker(previous_folder(folder)) is not None


def roll_back(folder: Path) -> None:
    """Put the state before the last change back, which is gone then.

    Raises:
        OSError: Files are in use.
    """
    previous_folder(folder).rename(_undo_of(folder))
    _bring_back(folder)


def forget(folder: Path) -> None:
    """Delete what is kept of an environment.

    Raises:
        OSError: Files are in use.
    """
    for kept in (previous_folder(folder), _undo_of(folder)):
        discard(kept)


def _bring_back(folder: Path) -> None:
    discard(folder)
    _undo_of(folder).rename(folder)


def _keep(folder: Path) -> None:
    previous = previous_folder(folder)
    discard_if_possible(previous)
    if not previous.exists():
        _undo_of(folder).rename(previous)


def _link(source: Path, target: Path) -> None:
    """Make ``target`` a folder with the same files; the marker, which says it is whole, is last."""
    for place, folders, files in os.walk(source):
        here = target / Path(place).relative_to(source)
        here.mkdir()
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*links, *files):
            if here != target or name != FILE_NAME:
                _link_file(Path(place) / name, here / name)
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
