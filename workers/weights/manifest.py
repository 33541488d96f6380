"""The file that says what a folder of weights holds, and that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.base.atomic_file import write_file
from workers.weights.files import RemoteFile, is_safe_path, selected

if TYPE_CHECKING:
    from workers.catalog.entry import Weights

#: Stands in the folder, and is the last thing that is written there.
FILE_NAME = "engineroom-weights.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was downloaded, or imported.

    Attributes:
        repository: ``owner/name``.
        revision: As it was asked for.
        commit: What that was on the day of the download; empty where nobody could tell.
        patterns: Which of the repository's files; empty for all.
        files: All that are in the folder.
        is_checked: Compared with what the hub says; False after an import without it.
        damaged: Paths that were found to be wrong or lost since.
    """

    repository: str
    revision: str
    commit: str
    patterns: tuple[str, ...]
    files: tuple[RemoteFile, ...]
    is_checked: bool = True
    damaged: tuple[str, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The folder's manifest; None where there is none that can be read."""
        try:
            content: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            files = tuple(RemoteFile(**file) for file in content["files"])
            manifest = cls(
                repository=str(content["repository"]),
                revision=str(content["revision"]),
                commit=str(content["commit"]),
                patterns=tuple(map(str, content["patterns"])),
                files=files,
                is_checked=content["is_checked"] is True,
                damaged=tuple(map(str, content["damaged"])),
            )
            # It may have come from anywhere, with the folder that is imported.
            return manifest if all(is_safe_path(file.path) for file in files) else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        """Write it, so that a reader finds the old one or this one, and a crash too."""
        write_file(folder / FILE_NAME, json.dumps(asdict(self), indent=2) + "\n")

    def is_of(self, weights: Weights) -> bool:
        """True when it is the wanted revision of the repository."""
        return self.repository == weights.repository and weights.revision in (
            self.revision,
            self.commit,
        )

    def covers(self, weights: Weights) -> bool:
        """True when all the wanted files were asked for, too."""
        wanted = set(weights.files)
        has_patterns = not self.patterns or (bool(wanted) and wanted <= set(self.patterns))
        return self.is_of(weights) and has_patterns

    def intact(self, folder: Path, patterns: Sequence[str] = ()) -> frozenset[RemoteFile]:
        """Those of the files that are there, as far as can be told without reading them."""
        return frozenset(
            file
            for file in selected(self.files, patterns)
            if file.path not in self.damaged and file.is_at(folder / file.path)
        )

    def wanted_by(self, weights: Weights) -> tuple[RemoteFile, ...]:
        """Those of its files that the engine wants: others may be another engine's."""
        return selected(self.files, weights.files)

    def merged_patterns(self, weights: Weights) -> tuple[str, ...]:
        """Patterns for all that was asked for before, and for what is wanted now."""
        if not self.patterns or not weights.files:
            return ()
        return tuple(sorted({*self.patterns, *weights.files}))

    def reduced_to(self, wanted: Iterable[Weights]) -> Manifest | None:
        """What these want of it; None when that is nothing."""
        users = [it for it in wanted if self.is_of(it)]
        if not self.patterns and any(not it.files for it in users):
            return self
        asked = {pattern for it in users for pattern in it.files}
        # Of what somebody is about to download, nothing is here yet.
        patterns = tuple(sorted(asked & set(self.patterns) if self.patterns else asked))
        files = selected(self.files, patterns) if patterns else ()
        if not files:
            return None
        paths = {file.path for file in files}
        damaged = tuple(path for path in self.damaged if path in paths)
        return replace(self, patterns=patterns, files=files, damaged=damaged)


def folder_of(root: Path, repository: str) -> Path:
    """Returns where the weights of a repository are, or would be.

    Args:
        root: The folder of all weights.
        repository: ``owner/name``.
    """
    return root / repository.replace("/", "--")


def complete_manifest(folder: Path, weights: Weights) -> Manifest | None:
    """Returns the manifest of weights that are complete in a folder; None if they aren't."""
    manifest = Manifest.read(folder)
    if manifest is None or not manifest.covers(weights):
        return None
    required = manifest.wanted_by(weights)
    is_complete = len(manifest.intact(folder, weights.files)) == len(required) > 0
    return manifest if is_complete else None


def intact_files(folder: Path) -> frozenset[RemoteFile]:
    """What a folder has, by its own manifest; see :meth:`Manifest.intact`."""
    manifest = Manifest.read(folder)
    return frozenset() if manifest is None else manifest.intact(folder)
