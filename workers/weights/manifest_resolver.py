"""Finds out which files a repository's folder has to hold, and their checksums."""

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

#: Retries of a list of files when the server is busy; few, since the user waits for it.
_RETRIES = 2


class ManifestResolver:
    """Resolves one engine's weights to a manifest.

    The best source is Hugging Face; for imports also the manifest of another copy of this program
    or the files themselves.
    """

    def __init__(
        self,
        weights: Weights,
        installed: Manifest | None,
        hub: Hub,
        *,
        timeouts: HubTimeouts,
        cancelled: threading.Event,
    ) -> None:
        """Asks nothing yet.

        Args:
            weights: The weights.
            installed: The folder's manifest; None without.
            hub: Hugging Face.
            timeouts: How long to wait for the server.
            cancelled: Set it to stop.
        """
        self._installed = installed
        self._weights = weights
        self._hub = hub
        self._timeouts = timeouts
        self._cancelled = cancelled

    def from_hub(self) -> Manifest:
        """Returns the manifest by Hugging Face, at the installed commit if that is the right one.

        Raises:
            WeightsFailed: The server refuses, or doesn't have the requested files.
            HubUnavailable: It can't be reached.
            StallTimeout: It doesn't respond.
            Cancelled: The event was set.
        """
        installed = self._installed
        if installed is not None and installed.is_checked and installed.covers(self._weights):
            return installed
        return target_manifest(self._weights, installed, self._listing(self._installed_commit))

    def for_import(self, source: FolderSource, report: Report | None) -> Manifest:
        """Returns the manifest for an import from a folder.

        By Hugging Face; else by another copy's manifest in the folder; else by the files
        themselves, and ``is_checked`` is False then.

        Args:
            source: The folder.
            report: Called while files are read.

        Raises:
            WeightsFailed: The folder doesn't have the requested files.
            Cancelled: The event was set.
            OSError: The folder can't be read.
        """
        revision = self._installed_commit or source.revision
        try:
            return target_manifest(self._weights, self._installed, self._listing(revision))
        except (HubUnavailable, StallTimeout, WeightsFailed):
            known = source.manifest
        if known is not None:
            files, commit = known.requested_by(self._weights), known.commit
        else:
            files, commit = source.scan(FileProgress(report), self._cancelled), ""
        found = target_manifest(self._weights, None, Listing(commit, files))
        return replace(self._with_others(found), is_checked=bool(known and known.is_checked))

    def confirmed_by_hub(self, manifest: Manifest) -> Manifest:
        """Returns a manifest with checksums of Hugging Face, if it can be asked."""
        if manifest.is_checked:
            return manifest
        try:
            return target_manifest(self._weights, manifest, self._listing(manifest.commit))
        except (HubUnavailable, StallTimeout, WeightsFailed):
            return manifest

    def _with_others(self, found: Manifest) -> Manifest:
        """Adds the installed files of other engines to a manifest."""
        installed = self._installed
        if installed is None or installed.revision != found.revision:
            return found
        paths = {file.path for file in found.files}
        others = tuple(file for file in installed.files if file.path not in paths)
        patterns = installed.merged_patterns(self._weights)
        return replace(found, patterns=patterns, files=found.files + others)

    @property
    def _installed_commit(self) -> str:
        """The commit of the installed files, which updates keep; empty without."""
        installed = self._installed
        if installed is None or not installed.is_checked or not installed.is_of(self._weights):
            return ""
        return installed.commit

    def _listing(self, revision: str) -> Listing:
        """Returns Hugging Face's list of files at a revision; at the requested one when empty."""

        def ask() -> Listing:
            return self._hub.listing(self._weights.repository, revision or self._weights.revision)

        for wait_s in self._timeouts.retry_waits_s[:_RETRIES]:
            try:
                return call_cancellable(ask, self._cancelled, self._timeouts.listing_s)
            except HubUnavailable as error:
                if not error.is_busy:
                    raise
                if self._cancelled.wait(wait_s if error.wait_s is None else error.wait_s):
                    raise Cancelled from error
        return call_cancellable(ask, self._cancelled, self._timeouts.listing_s)


def target_manifest(weights: Weights, installed: Manifest | None, listing: Listing) -> Manifest:
    """Returns what a folder has to hold: the requested files and those of other engines.

    Args:
        weights: The requested weights.
        installed: The folder's manifest.
        listing: The repository's files at the requested commit.

    Raises:
        WeightsFailed: Requested files don't exist, or a path points outside the folder.
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
    patterns = installed.merged_patterns(weights) if installed is not None else weights.files
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
    # Another engine may have requested the same commit by another name.
    is_same = installed is not None and installed.is_of(weights)
    revision = installed.revision if installed is not None and is_same else weights.revision
    return Manifest(repository, revision, listing.commit, patterns, files)
