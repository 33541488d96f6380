"""Making a repository's folder hold what it should, wherever the files come from."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from workers.base.messages import translatable
from workers.base.sizes import disk_size
from workers.errors import WeightsFailed
from workers.weights.files import RemoteFile, feed
from workers.weights.manifest import intact_files

if TYPE_CHECKING:
    from workers.weights.assembly import Places
    from workers.weights.manifest import Manifest
    from workers.weights.meter import Meter

#: Left free on the disk whatever is fetched, in bytes: logs, settings and others need some, too.
_SPARE_BYTES = 64 * 2**20


class Update:
    """One change of a repository's folder, under its lock."""

    def __init__(
        self, places: Places, target: Manifest, meter: Meter, cancelled: threading.Event
    ) -> None:
        """Look at the folder; nothing is changed yet.

        Args:
            places: The repository's.
            target: What the folder shall hold.
            meter: Follows all of the target's files.
            cancelled: Set it to stop.
        """
        self._places = places
        self._target = target
        self._meter = meter
        self._cancelled = cancelled
        self._there = intact_files(places.folder)

    def run(self, bring: Callable[[RemoteFile], bool]) -> tuple[RemoteFile, ...]:
        """Bring what is missing, and change the folder when all of it is there.

        Args:
            bring: Brings one file into the staging; False when it cannot be had there.

        Returns:
            The files that could not be had; where there are any, the folder is as it was, and
            the others wait in the staging.

        Raises:
            WeightsFailed: The disk is too full, or ``bring`` raises it.
            Cancelled: The event was set.
            OSError: Something cannot be read or written.
        """
        kept = frozenset(file.path for file in self._target.files if self._is_kept(file))
        lacking = [file for file in self._target.files if file.path not in kept]
        staging = self._places.staging
        staging.keep_only(lacking)
        self._check_space(lacking)
        absent: list[RemoteFile] = []
        for file in lacking:
            if staging.whole(file) is not None:
                self._meter.end(file)
            elif not bring(file):
                absent.append(file)
        if not absent:
            self._places.assemble(replace(self._target, damaged=()), kept)
        return tuple(absent)

    def _is_kept(self, file: RemoteFile) -> bool:
        """True when the folder has it; read where nobody vouches for it."""
        path = self._places.folder / file.path
        is_kept = file in self._there
        if not is_kept and file.is_at(path):
            self._meter.begin(translatable("Checking"), file.path)
            digest = file.digest()
            feed(path, digest, self._cancelled, self._meter.advanced)
            is_kept = file.is_proved_by(digest)
        if is_kept:
            self._meter.end(file)
        return is_kept

    def _check_space(self, lacking: list[RemoteFile]) -> None:
        staging = self._places.staging
        contents = {file.checksum: file for file in lacking}.values()
        needed_bytes = sum(file.size_bytes - staging.arrived_bytes(file) for file in contents)
        free_bytes = shutil.disk_usage(self._places.lock.parent).free
        if needed_bytes and needed_bytes + _SPARE_BYTES > free_bytes:
            sentence = translatable(
                "Not enough disk space for the weights of {repository}: {needed} needed, "
                "{free} free in {folder}. Free some space and try again.",
                repository=self._target.repository,
                needed=disk_size(needed_bytes),
                folder=str(self._places.folder.parent),
                free=disk_size(free_bytes),
            )
            raise WeightsFailed(sentence, repository=self._target.repository)
