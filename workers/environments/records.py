"""What packages say of the files that they brought."""

from __future__ import annotations

import csv
import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that a package brought, there or not.

    Attributes:
        path: As it is recorded, below the folder of packages or beside it.
        place: Where it is, or should be.
        size_bytes: What it measured; None where nobody noted that.
    """

    path: PurePosixPath
    place: Path
    size_bytes: int | None


def recorded_files(package: importlib.metadata.Distribution) -> Iterator[RecordedFile]:
    """All files of an installed package, by its own record.

    ``Distribution.files`` is of no use here: from Python 3.12 on it leaves out those that are
    not there any more, which are the ones we look for.
    """
    for row in csv.reader((package.read_text("RECORD") or "").splitlines()):
        if row:
            size = row[2] if len(row) > 2 else ""
            place = Path(str(package.locate_file(row[0])))
            yield RecordedFile(PurePosixPath(row[0]), place, int(size) if size.isdigit() else None)
