"""What a repository's folder should hold: by the hub's word, or by the next best."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.base.cancellable import Cancelled, StallTimeout, call_cancellable
from workers.base.messages import translatable
from workers.errors import WeightsFailed
from workers.weights.files import is_safe_path, is_selected, selected
from workers.weights.hub import Listing
from workers.weights.hub_errors import HubUnavailable
from workers.weights.manifest import Manifest
from workers.weights.progress import FileProgress, Report

if TYPE_CHECKING:
    from workers.catalog.entry import Weights
    from workers.weights.folder_source import FolderSource
    from workers.weights.hub import Hub, HubTimeouts

#: A hub that is busy is asked for its list so often again: somebody waits to see it.
_AGAIN = 2


class ManifestResolver:
    """Finds out what one engine's weights should be."""

    def __init__(
        self,
        weights: Weights,
        held: Manifest | None,
        hub: Hub,
        *,
        timeouts: HubTimeouts,
        cancelled: threading.Event,
    ) -> None:
        """Nothing is asked yet.

        Args:
            weights: What is wanted.
            held: What the folder holds; None for nothing.
            hub: Who knows best.
            timeouts: With the hub.
            cancelled: Set it to stop.
        """
        self._held = held
        self._weights = weights
        self._hub = hub
        self._patience = timeouts
        self._cancelled = cancelled

    def from_hub(self) -> Manifest:
        """What the hub says, at the commit that is there already, where that is the wanted one.

        Raises:
            WeightsFailed: The hub refuses, or does not have what is wanted.
            Interrupted: It cannot be reached.
            Silence: It does not answer.
            Cancelled: The event was set.
        """
        held = self._held
        if held is not None and held.is_checked and held.covers(self._weights):
            return held
        return target_of(self._weights, held, self._listing(self._commit_held))

    def for_import(self, source: FolderSource, report: Report | None) -> Manifest:
        """What is to be copied from a folder.

        By the hub's word; else by another copy of this program's; else whatever is there.

        Args:
            source: The folder.
            report: Called while it is read.

        Raises:
            WeightsFailed: It does not have what is wanted.
            Cancelled: The event was set.
            OSError: It cannot be read.
        """
        revision = self._commit_held or source.revision
        try:
            return target_of(self._weights, self._held, self._listing(revision))
        except (HubUnavailable, StallTimeout, WeightsFailed):
            known = source.manifest
        if known is not None:
            files, commit = known.wanted_by(self._weights), known.commit
        else:
            files, commit = source.scan(FileProgress(report), self._cancelled), ""
        found = target_of(self._weights, None, Listing(commit, files))
        return replace(self._with_others(found), is_checked=bool(known and known.is_checked))

    def confirmed_by_hub(self, manifest: Manifest) -> Manifest:
        """What was never compared with the hub's list, by that list, if it can be had now."""
        if manifest.is_checked:
            return manifest
        try:
            return target_of(self._weights, manifest, self._listing(manifest.commit))
        except (HubUnavailable, StallTimeout, WeightsFailed):
            return manifest

    def _with_others(self, found: Manifest) -> Manifest:
        """The same, and what other engines have of the repository already."""
        held = self._held
        if held is None or held.revision != found.revision:
            return found
        paths = {file.path for file in found.files}
        others = tuple(file for file in held.files if file.path not in paths)
        patterns = held.merged_patterns(self._weights)
        return replace(found, patterns=patterns, files=found.files + others)

    @property
    def _commit_held(self) -> str:
        """The commit that is kept to; empty where nothing of what is wanted is here."""
        held = self._held
        is_kept = held is not None and held.is_checked and held.is_of(self._weights)
        return held.commit if held is not None and is_kept else ""

    def _listing(self, revision: str) -> Listing:
        """The hub's, at a revision, or at the wanted one when empty."""

        def ask() -> Listing:
            wanted = revision or self._weights.revision
            return self._hub.listing(self._weights.repository, wanted)

        for wait_s in self._patience.retry_waits_s[:_AGAIN]:
            try:
                return call_cancellable(ask, self._cancelled, self._patience.listing_s)
            except HubUnavailable as error:
                if not error.is_busy:
                    raise
                if self._cancelled.wait(wait_s if error.wait_s is None else error.wait_s):
                    raise Cancelled from error
        return call_cancellable(ask, self._cancelled, self._patience.listing_s)


def target_of(weights: Weights, held: Manifest | None, listing: Listing) -> Manifest:
    """What the folder should hold: what is wanted, and what other engines wanted of it before.

    Args:
        weights: What is wanted.
        held: What the folder holds.
        listing: The repository's files at the commit that is wanted.

    Raises:
        WeightsFailed: The files that are wanted are not in it, or lead out of the folder.
    """
    repository = weights.repository
    for pattern in weights.files or ("*",):
        if not any(is_selected(file.path, (pattern,)) for file in listing.files):
            sentence = translatable(
                "{repository} has no file matching {pattern} at {commit}. Check 'files' and "
                "'revision' in the engine's catalog entry.",
                repository=repository,
                pattern=pattern,
                commit=listing.commit[:12],
            )
            raise WeightsFailed(sentence, repository=repository)
    patterns = held.merged_patterns(weights) if held is not None else weights.files
    files = selected(listing.files, patterns)
    for file in files:
        if not is_safe_path(file.path):
            sentence = translatable(
                "{repository} wasn't downloaded because its file {path} points outside its "
                "folder. Don't use this repository.",
                repository=repository,
                path=repr(file.path),
            )
            raise WeightsFailed(sentence, repository=repository)
    # Another engine may know the same commit by another name.
    revision = held.revision if held is not None and held.is_of(weights) else weights.revision
    return Manifest(repository, revision, listing.commit, patterns, files)
