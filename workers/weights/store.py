"""The models' files: fetched when the user asks for it, checked, and removed.

Each repository has a folder of its own below one root. It appears there whole, or not at all:
what has arrived waits beside it until the rest is there.
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
from workers.storage.disk_use import disk_usage
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

#: So many missing files are told by their names.
_NAMED = 3


class WeightsStore:
    """All weights below one folder.

    Any thread may call any method. All but ``folder`` read the disk, and most take long: none
    is for the GUI's thread.
    """

    def __init__(
        self,
        root: Path | None = None,
        endpoint: str | None = None,
        *,
        timeouts: HubTimeouts | None = None,
    ) -> None:
        """Nothing is made or looked for yet.

        Args:
            root: ``paths.weights_dir()`` when None.
            endpoint: Address of the hub; ``HF_ENDPOINT``, or Hugging Face's, when None.
            timeouts: With the hub.
        """
        self._root = paths.weights_dir() if root is None else root
        self._endpoint = endpoint
        self._patience = timeouts or HubTimeouts()

    def folder(self, weights: Weights) -> Path:
        """Where the files are, or would be."""
        return self._places(weights).folder

    def is_complete(self, weights: Weights) -> bool:
        """True when all files are there, of the wanted revision and with the right sizes."""
        return self._complete(weights) is not None

    def is_busy(self, weights: Weights) -> bool:
        """True while somebody downloads, imports or checks files of the same repository."""
        return is_locked(self._places(weights).lock)

    def is_checked(self, weights: Weights) -> bool:
        """True when they are complete, and were compared with what the hub says."""
        manifest = self._complete(weights)
        return manifest is not None and manifest.is_checked

    def plan(
        self,
        weights: Weights,
        *,
        token: str | None = None,
        cancelled: threading.Event | None = None,
    ) -> WeightsPlan:
        """What a download would bring. Asks the hub, unless all is there.

        Args:
            weights: Which.
            token: The user's access token.
            cancelled: Set it to stop.

        Raises:
            WeightsFailed: ``cancelled`` was set, or the catalog asks for files that there are not.
        """
        if self.is_complete(weights):
            return WeightsPlan(weights, is_there=True)
        local, stop = self._places(weights), cancelled or threading.Event()
        targets = self._targets(weights, token, stop)
        try:
            target = targets.from_hub()
        except Cancelled as error:
            raise _cancelled(weights) from error
        except (HubUnavailable, StallTimeout, OSError):
            return WeightsPlan(weights, weights.size_bytes, is_estimate=True)
        except WeightsFailed as error:
            if not error.page:
                raise
            # Refused: what it takes can be said nevertheless.
            return WeightsPlan(weights, weights.size_bytes, is_estimate=True)
        there = intact_files(local.folder)
        lacking = {
            file.checksum: file.size_bytes - local.partials.arrived_bytes(file)
            for file in target.files
            if file not in there
        }
        return WeightsPlan(weights, sum(lacking.values()))

    def download(
        self,
        weights: Weights,
        *,
        token: str | None = None,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> Path:
        """Fetch what is missing, and only that, and check it.

        Killed or cancelled at any moment, it goes on from there the next time. A branch's name
        means the commit that it had when it was first fetched.

        Args:
            weights: Which.
            token: The user's access token, for weights that are not for everybody.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop, which takes a fraction of a second.

        Returns:
            The folder.

        Raises:
            WeightsFailed: They could not be had, or ``cancelled`` was set.
        """
        with self._working(weights, cancelled) as (local, stop):
            if self.is_complete(weights):
                return local.folder
            target = self._targets(weights, token, stop).from_hub()
            file_progress = FileProgress(progress, target.files)
            hub, timeouts = self._hub(token), self._patience
            downloader = Downloader(
                hub, local.partials, file_progress, timeouts=timeouts, cancelled=stop
            )

            def bring(file: RemoteFile) -> bool:
                downloader.fetch(target.repository, target.commit, file)
                return True

            RepositoryUpdate(local, target, file_progress, stop).run(bring)
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
        """Copy the files from a folder of the user's, which stays as it is.

        They are compared with what the hub says; where it cannot be asked, with what another
        copy of this program has written there.

        Args:
            weights: Which.
            folder: A clone, a cache of the hub's tools, or another copy's folder.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.

        Returns:
            False when there was nothing to compare them with: nobody knows whether they are
            right.

        Raises:
            WeightsFailed: The folder has not got all of them as they should be, or ``cancelled``
                was set. What it has is kept for a download, which then fetches only the rest.
        """
        with self._working(weights, cancelled) as (local, stop):
            source = FolderSource(folder, weights)
            target = self._targets(weights, None, stop).for_import(source, progress)
            file_progress = FileProgress(progress, target.files)

            def bring(file: RemoteFile) -> bool:
                return source.copy(file, local.partials, file_progress, stop)

            absent = RepositoryUpdate(local, target, file_progress, stop).run(bring)
            if absent:
                raise _incomplete(weights, source, absent)
            file_progress.finish(translatable("Imported"))
            return target.is_checked

    def verify(
        self,
        weights: Weights,
        *,
        progress: Report | None = None,
        cancelled: threading.Event | None = None,
    ) -> tuple[str, ...]:
        """Read all files again and compare them with their checksums.

        What is wrong is remembered, and the next download fetches that and nothing else.

        Args:
            weights: Which.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.

        Returns:
            What is wrong, a sentence each; empty when all is well.

        Raises:
            WeightsFailed: It could not be found out, or ``cancelled`` was set.
        """
        with self._working(weights, cancelled) as (local, stop):
            manifest = Manifest.read(local.folder)
            if manifest is None or not manifest.covers(weights):
                return (_missing(weights),)
            manifest = self._targets(weights, None, stop).confirmed_by_hub(manifest)
            faults = find_damage(
                local.folder, manifest.files, FileProgress(progress, manifest.files), stop
            )
            replace(manifest, damaged=tuple(faults)).write(local.folder)
            return tuple(faults.values())

    def remove(self, weights: Weights, *, others: Callable[[], Iterable[Weights]] = tuple) -> None:
        """Delete a repository's files, and what has arrived of it; nothing when there are none.

        No worker may be running with what goes.

        Args:
            weights: Whose.
            others: Asked, when nobody else works on them any more, what others need of the same
                repository: that stays.

        Raises:
            WeightsFailed: They are in use (Windows), or may not be deleted.
        """
        if any(folder.exists() for folder in self._places(weights).folders):
            with self._working(weights, None) as (local, _):
                manifest = Manifest.read(local.folder)
                left = manifest.reduced_to(others()) if manifest is not None else None
                if left is None:
                    local.remove()
                else:
                    local.reduce(left)

    def size_bytes(self, weights: Weights) -> int:
        """What the files hold on the disk, those that have arrived in part included."""
        return disk_usage(*self._places(weights).folders)

    def _places(self, weights: Weights) -> LocalRepository:
        return LocalRepository(self._root, weights.repository)

    def _hub(self, token: str | None) -> Hub:
        return Hub(self._endpoint, token, self._patience.timeout_s)

    def _complete(self, weights: Weights) -> Manifest | None:
        """Returns the manifest of weights that are complete; None if they aren't."""
        return complete_manifest(self.folder(weights), weights)

    def _targets(
        self, weights: Weights, token: str | None, cancelled: threading.Event
    ) -> ManifestResolver:
        held = Manifest.read(self.folder(weights))
        hub, timeouts = self._hub(token), self._patience
        return ManifestResolver(weights, held, hub, timeouts=timeouts, cancelled=cancelled)

    @contextmanager
    def _working(
        self, weights: Weights, cancelled: threading.Event | None
    ) -> Generator[tuple[LocalRepository, threading.Event], None, None]:
        """Hold the repository's lock; whatever fails inside becomes WeightsFailed."""
        local, stop = self._places(weights), cancelled or threading.Event()
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
    weights: Weights, source: FolderSource, absent: tuple[RemoteFile, ...]
) -> WeightsFailed:
    """That a folder has not got what it should have."""
    advice = translatable(
        "choose another folder, or download the rest; valid files are already copied"
    )
    if source.pointers(absent):
        advice = translatable(
            "this Git clone contains LFS pointers instead of the files. Run "
            "`git lfs pull` in it first"
        )
    names: Part = tuple(file.path for file in absent[:_NAMED])
    if len(absent) > _NAMED:
        names = translatable("{names} and {count} more", names=names, count=len(absent) - _NAMED)
    sentence = translatable(
        "{folder} is incomplete for {repository}. Missing or different: {names}. What to do: "
        "{advice}.",
        folder=str(source.folder),
        repository=weights.repository,
        names=names,
        advice=advice,
    )
    return WeightsFailed(sentence, repository=weights.repository)
