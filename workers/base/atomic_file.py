"""Replaces files atomically, and sets damaged ones aside."""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.messages import translatable

if TYPE_CHECKING:
    from workers.base.messages import Translatable


@contextmanager
def replacing(path: Path) -> Generator[Path, None, None]:
    """Yields a path to write to; the file there replaces ``path`` unless the block raises.

    Readers find the old or the new file, never half of one.

    Raises:
        OSError: The file can't be replaced. Nothing is left of the new one.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_file(path: Path, text: str, *, mode: int = 0o666, sync: bool = True) -> None:
    """Replaces a text file atomically, and creates its folder.

    Args:
        path: The file.
        text: Its new contents, written as UTF-8 with LF at line ends.
        mode: Permissions (POSIX), reduced by the umask.
        sync: Flush to the disk first, so that a power cut leaves the old or the new file.

    Raises:
        OSError: It can't be written; the old file is unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:

        def opened(name: str, flags: int) -> int:
            return os.open(name, flags, mode)

        # Path.open takes no opener.
        with open(temporary, "x", encoding="utf-8", newline="\n", opener=opened) as file:
            file.write(text)
            if sync:
                file.flush()
                os.fsync(file.fileno())


def set_aside(path: Path, why: str = "damaged", *, copy: bool = False) -> Path:
    """Renames a file to ``<stem>.<why>-<number><suffix>``, such as ``settings.damaged-1.toml``.

    The number is the first that is free, so no earlier copy is lost.

    Args:
        path: The file.
        why: Goes into the new name.
        copy: Copy the file instead, so that ``path`` stays.

    Returns:
        The new path.

    Raises:
        OSError: The file can't be renamed or copied.
    """
    names = (f"{path.stem}.{why}-{number}{path.suffix}" for number in itertools.count(1))
    target = next(free for name in names if not (free := path.with_name(name)).exists())
    if copy:
        import shutil  # noqa: PLC0415 - 4 ms that most starts save

        shutil.copyfile(path, target)
    else:
        path.replace(target)
    return target


def set_aside_safely(path: Path, *, copy: bool = False) -> Translatable:
    """Sets a damaged file aside if possible; returns a clause for people that says where it is."""
    try:
        target = set_aside(path, copy=copy)
    except OSError as error:
        return translatable(
            "the old file couldn't be backed up ({cause})", cause=str(error.strerror)
        )
    return translatable("the old file is saved as {file}", file=target.name)
