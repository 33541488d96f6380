"""The models' files: downloaded or imported on request, verified, and removed.

Each repository has a folder below one root. It appears complete or not at all; what has arrived of
an unfinished download is kept beside it. See ``workers/environments/design.md``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base import paths
from workers.base.cancellable import Cancelled, StallTimeout
from workers.base.messages import translatable
from workers.errors import WeightsFailed
from workers.storage.disk_usage import disk_usage
from workers.storage.lock import LockCancelled, is_locked, locked
from workers.weights.downloader import Downloader, unreachable
from workers.weights.folder_source import FolderSource
from workers.weights.hub import Hub, HubTimeouts
from workers.weights.hub_errors import HubUnavailable
from workers.weights.local_repository import LocalRepository, RepositoryUpdate
from workers.weights.manifest import Manifest, complete_manifest, intact_files
from workers.weights.manifest_resolver import ManifestResolver
from workers.weights.plan import WeightsPlan
from workers.weights.progress import FileProgress, Report
from workers.weights.verification import find_damage

if TYPE_CHECKING:
    from workers.base.messages import Part
    from workers.catalog.entry import Weights
    from workers.weights.files import RemoteFile

#: How many missing files a message names.
_NAMED = 3


class WeightsStore:
    """All weights below one folder.

    Any thread may call any method. All but ``folder`` read the disk, and most take long; don't call
    them from the GUI's thread.
    """

    def __init__(
        self,
        root: Path | None = None,
        endpoint: str | None = None,
        *,
        timeouts: HubTimeouts | None = None,
    ) -> None:
        """Creates a store; touches nothing on disk.

        Args:
            root: ``paths.weights_dir()`` when None.
            endpoint: Address of Hugging Face or a mirror; ``$HF_ENDPOINT`` or Hugging Face's
                when None.
            timeouts: How long to wait for the server.
        """
        self._root = paths.weights_dir() if root is None else root
        self._endpoint = endpoint
        self._timeouts = timeouts or HubTimeouts()

    def folder(self, weights: Weights) -> Path:
        """Returns where the files are, or would be."""
        return self._local(weights).folder

    def is_complete(self, weights: Weights) -> bool:
        """Returns whether all files of the requested revision are there with the right sizes."""
        return self._complete(weights) is not None

    def is_busy(self, weights: Weights) -> bool:
        """Returns whether files of the same repository are being downloaded or verified."""
        return is_locked(self._local(weights).lock)

    def is_checked(self, weights: Weights) -> bool:
        """Returns whether they are complete and were compared with Hugging Face's checksums."""
        manifest = self._complete(weights)
        return manifest is not None and manifest.is_checked

    def plan(
        self,
        weights: Weights,
        *,
        token: str | None = None,
        cancelled: threading.Event | None = None,
    ) -> WeightsPlan:
        """Returns what a download would fetch. Asks Hugging Face unless everything is there.

        Args:
            weights: The weights.
            token: The user's access token.
            cancelled: Set it to stop.

        Raises:
            WeightsFailed: ``cancelled`` was set, or the catalog names files that don't exist.
        """
        if self.is_complete(weights):
            return WeightsPlan(weights, is_complete=True)
        local, stop = self._local(weights), cancelled or threading.Event()
        resolver = self._resolver(weights, token, stop)
        try:
            target = resolver.from_hub()
        except Cancelled as error:
            raise _cancelled(weights) from error
        except (HubUnavailable, StallTimeout, OSError):
            return WeightsPlan(weights, weights.size_bytes, is_estimate=True)
        except WeightsFailed as error:
            if not error.page:
                raise
            # Access was refused; the plan can still tell the size.
            return WeightsPlan(weights, weights.size_bytes, is_estimate=True)
        intact = intact_files(local.folder)
        missing = {
            file.checksum: file.size_bytes - local.partials.arrived_bytes(file)
            for file in target.files
            if file not in intact
        }
        return WeightsPlan(weights, sum(missing.values()))

    def download(
        self,
        weights: Weights,
        *,
        token: str | None = None,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> Path:
        """Downloads and verifies what is missing.

        Killed or canceled at any moment, the next download resumes. A branch name stands for the
        commit that it had at the first download.

        Args:
            weights: The weights.
            token: The user's access token, for gated weights.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop, which takes a fraction of a second.

        Returns:
            The folder.

        Raises:
            WeightsFailed: It failed, or ``cancelled`` was set.
        """
        with self._working(weights, cancelled) as (local, stop):
            if self.is_complete(weights):
                return local.folder
            target = self._resolver(weights, token, stop).from_hub()
            file_progress = FileProgress(progress, target.files)
            downloader = Downloader(
                self._hub(token),
                local.partials,
                file_progress,
                timeouts=self._timeouts,
                cancelled=stop,
            )

            def fetch(file: RemoteFile) -> bool:
                downloader.fetch(target.repository, target.commit, file)
                return True

            RepositoryUpdate(local, target, file_progress, stop).run(fetch)
            file_progress.finish(translatable("Downloaded"))
            return local.folder

    def import_folder(
        self,
        weights: Weights,
        folder: Path,
        *,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> bool:
        """Copies the files from a folder of the user's, which is left unchanged.

        They are compared with Hugging Face's checksums; if it can't be asked, with the manifest
        of another copy of this program in that folder.

        Args:
            weights: The weights.
            folder: A Git clone, a cache of Hugging Face's tools, or another copy's folder.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop.

        Returns:
            False if there was nothing to compare the files with.

        Raises:
            WeightsFailed: Files are missing or differ, or ``cancelled`` was set. Those that are
                right are kept, and a download then fetches only the rest.
        """
        with self._working(weights, cancelled) as (local, stop):
            source = FolderSource(folder, weights)
            target = self._resolver(weights, None, stop).for_import(source, progress)
            file_progress = FileProgress(progress, target.files)

            def copy(file: RemoteFile) -> bool:
                return source.copy(file, local.partials, file_progress, stop)

            unavailable = RepositoryUpdate(local, target, file_progress, stop).run(copy)
            if unavailable:
                raise _incomplete(weights, source, unavailable)
            file_progress.finish(translatable("Imported"))
            return target.is_checked

    def verify(
        self,
        weights: Weights,
        *,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> tuple[str, ...]:
        """Reads all files and compares them with their checksums.

        Damage is recorded, and the next download replaces exactly the damaged files.

        Args:
            weights: The weights.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop.

        Returns:
            What is wrong, one sentence each; empty if all files are intact.

        Raises:
            WeightsFailed: They couldn't be verified, or ``cancelled`` was set.
        """
        with self._working(weights, cancelled) as (local, stop):
            manifest = Manifest.read(local.folder)
            if manifest is None or not manifest.covers(weights):
                return (_missing(weights),)
            manifest = self._resolver(weights, None, stop).confirmed_by_hub(manifest)
            file_progress = FileProgress(progress, manifest.files)
            damage = find_damage(local.folder, manifest.files, file_progress, stop)
            replace(manifest, damaged=tuple(damage)).write(local.folder)
            return tuple(damage.values())

    def remove(self, weights: Weights, *, others: Callable[[], Iterable[Weights]] = tuple) -> None:
        """Deletes a repository's files and partial downloads, if there are any.

        No worker may be running with the files that are deleted.

        Args:
            weights: The weights.
            others: Returns weights that other engines need of the same repository; these stay.
                Called once the repository is locked.

        Raises:
            WeightsFailed: Files are in use (Windows), or can't be deleted.
        """
        if any(folder.exists() for folder in self._local(weights).folders):
            with self._working(weights, None) as (local, _):
                manifest = Manifest.read(local.folder)
                remaining = manifest.reduced_to(others()) if manifest is not None else None
                if remaining is None:
                    local.remove()
                else:
                    local.reduce(remaining)

    def size_bytes(self, weights: Weights) -> int:
        """Returns the size of a repository's files and partial downloads, in bytes."""
        return disk_usage(*self._local(weights).folders)

    def _local(self, weights: Weights) -> LocalRepository:
        return LocalRepository(self._root, weights.repository)

    def _hub(self, token: str | None) -> Hub:
        return Hub(self._endpoint, token, self._timeouts.timeout_s)

    def _complete(self, weights: Weights) -> Manifest | None:
        """Returns the manifest of weights that are complete; None if they aren't."""
        return complete_manifest(self.folder(weights), weights)

    def _resolver(
        self, weights: Weights, token: str | None, cancelled: threading.Event
    ) -> ManifestResolver:
        return ManifestResolver(
            weights,
            Manifest.read(self.folder(weights)),
            self._hub(token),
            timeouts=self._timeouts,
            cancelled=cancelled,
        )

    @contextmanager
    def _working(
        self, weights: Weights, cancelled: threading.Event | None
    ) -> Generator[tuple[LocalRepository, threading.Event], None, None]:
        """Holds the repository's lock, after recovery; turns errors into WeightsFailed."""
        local, stop = self._local(weights), cancelled or threading.Event()
        try:
            with locked(local.lock, stop):
                local.recover()
                yield local, stop
        except (Cancelled, LockCancelled) as error:
            raise _cancelled(weights) from error
        except StallTimeout as error:
            reason = HubUnavailable(translatable("the server isn't responding"))
            raise unreachable(weights.repository, reason) from error
        except HubUnavailable as error:
            raise unreachable(weights.repository, error) from error
        except OSError as error:
            sentence = translatable(
                "Couldn't change the weights of {repository} in {folder}: {error}. Stop the "
                "engines that use them, check the disk space and the folder's permissions, "
                "and try again.",
                repository=weights.repository,
                folder=str(local.folder),
                error=str(error),
            )
            raise WeightsFailed(sentence, repository=weights.repository) from error


def _missing(weights: Weights) -> str:
    return translatable(
        "The weights of {repository} aren't installed. Download them.",
        repository=weights.repository,
    )


def _cancelled(weights: Weights) -> WeightsFailed:
    sentence = translatable(
        "Canceled. The next download of {repository} resumes where this one stopped.",
        repository=weights.repository,
    )
    return WeightsFailed(sentence, repository=weights.repository)


def _incomplete(
    weights: Weights, source: FolderSource, unavailable: tuple[RemoteFile, ...]
) -> WeightsFailed:
    """Returns the error for a folder in which files are missing or differ."""
    advice = translatable(
        "choose another folder, or download the rest; valid files are already copied"
    )
    if source.pointers(unavailable):
        advice = translatable(
            "this Git clone contains LFS pointers instead of the files. Run "
            "`git lfs pull` in it first"
        )
    names: Part = tuple(file.path for file in unavailable[:_NAMED])
    if len(unavailable) > _NAMED:
        names = translatable(
            "{names} and {count} more", names=names, count=len(unavailable) - _NAMED
        )
    sentence = translatable(
        "{folder} is incomplete for {repository}. Missing or different: {names}. What to do: "
        "{advice}.",
        folder=str(source.folder),
        repository=weights.repository,
        names=names,
        advice=advice,
    )
    return WeightsFailed(sentence, repository=weights.repository)
