"""The manifest of a repository's folder: its files and their checksums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from workers.storage.marker import read_marker, write_marker
from workers.weights.files import RemoteFile, is_safe_path, selected

if TYPE_CHECKING:
    from workers.catalog.entry import Weights

#: In the folder; written last.
FILE_NAME = "engineroom-weights.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a local repository, or those that it has to hold.

    Attributes:
        repository: ``owner/name``.
        revision: As requested: a commit, branch, or tag.
        commit: The commit at the time of the download; empty if unknown.
        patterns: Patterns of the repository's files; empty for all.
        files: All files in the folder.
        is_checked: Compared with Hugging Face's checksums; False after an offline import.
        damaged: Paths of files that verification found damaged or missing.
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
        """Returns the folder's manifest; None if it is missing or invalid."""
        content = read_marker(folder, FILE_NAME)
        if content is None:
            return None
        try:
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
            # A manifest in a folder to import can come from anywhere.
            return manifest if all(is_safe_path(file.path) for file in files) else None
        except (ValueError, TypeError, KeyError):
            return None

    def write(self, folder: Path) -> None:
        """Writes the manifest atomically."""
        write_marker(folder, FILE_NAME, asdict(self))

    def is_of(self, weights: Weights) -> bool:
        """Returns whether it is the requested revision of the repository."""
        return self.repository == weights.repository and weights.revision in (
            self.revision,
            self.commit,
        )

    def covers(self, weights: Weights) -> bool:
        """Returns whether its patterns include all requested files."""
        requested = set(weights.files)
        has_patterns = not self.patterns or (bool(requested) and requested <= set(self.patterns))
        return self.is_of(weights) and has_patterns

    def intact(self, folder: Path, patterns: Sequence[str] = ()) -> frozenset[RemoteFile]:
        """Returns the files that exist with the right size and aren't known to be damaged."""
        return frozenset(
            file
            for file in selected(self.files, patterns)
            if file.path not in self.damaged and file.is_at(folder / file.path)
        )

    def requested_by(self, weights: Weights) -> tuple[RemoteFile, ...]:
        """Returns the files that an engine requests; others may belong to other engines."""
        return selected(self.files, weights.files)

    def merged_patterns(self, weights: Weights) -> tuple[str, ...]:
        """Returns patterns for the files requested before and those requested now."""
        if not self.patterns or not weights.files:
            return ()
        return tuple(sorted({*self.patterns, *weights.files}))

    def reduced_to(self, remaining: Iterable[Weights]) -> Manifest | None:
        """Returns the manifest of the files that these weights request; None if none."""
        users = [weights for weights in remaining if self.is_of(weights)]
        if not self.patterns and any(not weights.files for weights in users):
            return self
        requested = {pattern for weights in users for pattern in weights.files}
        # Patterns of files that aren't downloaded yet are left out.
        patterns = tuple(sorted(requested & set(self.patterns) if self.patterns else requested))
        files = selected(self.files, patterns) if patterns else ()
        if not files:
            return None
        paths = {file.path for file in files}
        damaged = tuple(path for path in self.damaged if path in paths)
        return replace(self, patterns=patterns, files=files, damaged=damaged)


def complete_manifest(folder: Path, weights: Weights) -> Manifest | None:
    """Returns the manifest of weights that are complete in a folder; None if they aren't."""
    manifest = Manifest.read(folder)
    if manifest is None or not manifest.covers(weights):
        return None
    required = manifest.requested_by(weights)
    is_complete = len(manifest.intact(folder, weights.files)) == len(required) > 0
    return manifest if is_complete else None


def intact_files(folder: Path) -> frozenset[RemoteFile]:
    """Returns a folder's files by its own manifest; see :meth:`Manifest.intact`."""
    manifest = Manifest.read(folder)
    return frozenset() if manifest is None else manifest.intact(folder)
