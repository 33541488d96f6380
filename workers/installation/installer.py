"""Installs engines: environment, code that is in no package, and weights.

See ``workers/environments/design.md``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workers.base.events import Progress
from workers.base.messages import Translatable, translatable
from workers.errors import EnvironmentFailed, InstallationFailed
from workers.installation.combined_progress import CombinedProgress
from workers.installation.context import InstallContext
from workers.installation.install_lock import InstallLock
from workers.installation.planner import Planner
from workers.installation.removal import Remover
from workers.installation.shared_resources import SharedResources
from workers.installation.sources import SourceStore
from workers.installation.state import InstallState, Removal
from workers.installation.stores import Stores
from workers.installation.verification import package_problems, source_problems
from workers.storage.lock import LockCancelled

if TYPE_CHECKING:
    from workers.catalog.entry import CatalogEntry, Weights
    from workers.environments.store import EnvironmentStore
    from workers.installation.plan import InstallPlan, Obstacle
    from workers.weights.licenses import AcceptedLicenses
    from workers.weights.store import WeightsStore

Report = Callable[[Progress], None]
#: Its size in bytes, and a function that takes a progress callback.
_Step = tuple[int, Callable[[Report], object]]

#: Sizes of steps for the progress, in bytes: unpacking and compiling packages, code, and weights of
#: unknown size.
_ENVIRONMENT_BYTES = 50 * 2**20
_SOURCES_BYTES = 5 * 2**20
_UNKNOWN_BYTES = 500 * 2**20


class Installation:
    """Plans, installs, verifies, and removes engines. Any thread but the GUI's may call it.

    Attributes:
        environments: Packages.
        weights: Model files.
        licenses: Accepted licenses of weights.
        sources: Code that is in no package.
    """

    def __init__(
        self,
        environments: EnvironmentStore,
        weights: WeightsStore,
        licenses: AcceptedLicenses,
        *,
        sources_dir: Path | None = None,
        engines: Iterable[CatalogEntry] = (),
        context: InstallContext | None = None,
    ) -> None:
        """Reads nothing yet.

        Args:
            environments: Packages.
            weights: Model files.
            licenses: Accepted licenses of weights.
            sources_dir: Folder of code that is in no package; ``sources`` in
                :func:`workers.base.paths.data_dir` when None.
            engines: All engines of the catalog, which may share environments and weights.
            context: GPUs, disk space, keyring, permission; this computer's when None.
        """
        context = context or InstallContext()
        self.environments = environments
        self.weights = weights
        self.licenses = licenses
        self.sources = SourceStore(sources_dir, context.archives)
        self._stores = Stores(environments, self.sources, weights, licenses)
        self._install_lock = InstallLock(self.sources.root)
        self._shared = SharedResources(tuple(engines), self._is_needed)
        self._planner = Planner(self._stores, self._shared, context)
        self._remover = Remover(self._stores, self._shared)

    def is_installed(self, entry: CatalogEntry) -> bool:
        """Returns whether an engine is installed. Reads a few small files."""
        return self._stores.have_all(entry)

    def _is_needed(self, entry: CatalogEntry) -> bool:
        """Returns whether what an engine needs must not be removed for others."""
        return self._stores.have_all(entry) or self._install_lock.is_held(entry.id)

    def state(self, entry: CatalogEntry) -> InstallState:
        """Returns what is installed of an engine. Measures folders, which may take a second."""
        environments, shared = self.environments, self._shared
        users = {other.id for one in entry.weights for other in shared.with_weights(entry, one)}
        return InstallState(
            environment=environments.is_complete(entry.environment, entry.requirements),
            sources=self.sources.is_complete(entry.id, entry.sources),
            weights=tuple(self.weights.is_complete(weights) for weights in entry.weights),
            environment_bytes=environments.disk_bytes(entry.environment)
            + self.sources.size_bytes(entry.id),
            weights_bytes=sum(self.weights.size_bytes(weights) for weights in entry.weights),
            shared_with=tuple(other.id for other in shared.in_environment(entry)),
            others_weights=tuple(sorted(users)),
            can_roll_back=environments.can_roll_back(entry.environment),
        )

    def plan(self, entry: CatalogEntry, *, cancelled: threading.Event | None = None) -> InstallPlan:
        """Finds out what an installation would do. Asks servers, which takes seconds.

        What can't be found out becomes an obstacle of the plan.

        Args:
            entry: The engine's.
            cancelled: Set it to stop.

        Raises:
            NotApproved: The engine's code isn't allowed to run; resolving packages may run some.
            InstallationFailed: ``cancelled`` was set.
        """
        return self._planner.plan(entry, cancelled or threading.Event())

    def install(
        self,
        entry: CatalogEntry,
        *,
        progress: Report,
        cancelled: threading.Event,
        again: bool = False,
    ) -> None:
        """Installs what is missing of an engine.

        Code and packages come first: they are small, and fail if something is wrong for good.
        Weights come last: they are large, fail for network reasons only, and resume.

        Args:
            entry: The engine's.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop; what was downloaded is kept.
            again: Reinstall packages and code, and verify and repair weights.

        Raises:
            WorkerError: It failed, ``cancelled`` was set, or there are obstacles. The message
                says what to do.
        """
        progress(Progress(translatable("Checking what's missing"), 0.0))
        try:
            with self._install_lock.hold(entry.id, cancelled):
                self._install(entry, progress, cancelled, again=again)
        except LockCancelled:
            _check(entry, cancelled)
        except OSError as error:
            raise InstallationFailed(
                translatable(
                    "{why}. Check the disk space and the folder's permissions, then try again.",
                    why=str(error),
                ),
                worker=entry.id,
            ) from error
        progress(Progress(translatable("Installed"), 1.0))

    def _install(
        self, entry: CatalogEntry, progress: Report, cancelled: threading.Event, *, again: bool
    ) -> None:
        plan = self.plan(entry, cancelled=cancelled)
        if plan.obstacles:
            raise InstallationFailed(_refusal(entry, plan.obstacles), worker=entry.id)
        steps = self._steps(entry, plan, cancelled, again=again)
        combined = CombinedProgress(progress, sum(size_bytes for size_bytes, _ in steps))
        for size_bytes, work in steps:
            _check(entry, cancelled)
            work(combined.step(size_bytes))
        if not self.is_installed(entry):
            raise InstallationFailed(
                translatable(
                    "Part of {engine} was removed or rolled back during installation. Install "
                    "it again.",
                    engine=entry.name,
                ),
                worker=entry.id,
            )

    def _steps(
        self, entry: CatalogEntry, plan: InstallPlan, cancelled: threading.Event, *, again: bool
    ) -> list[_Step]:
        """Returns the steps in order."""
        steps: list[_Step] = []
        if plan.sources or (again and entry.sources):
            steps.append(
                (
                    _SOURCES_BYTES,
                    lambda report: self.sources.fetch(
                        entry.id, entry.sources, progress=report, cancelled=cancelled
                    ),
                )
            )
        # Packages that the plan replaces are fresh anyway.
        reinstall = again and not plan.environment.packages
        steps.append(
            (
                _ENVIRONMENT_BYTES + plan.environment.download_bytes,
                lambda report: self._install_packages(entry, report, cancelled, again=reinstall),
            )
        )
        for one in plan.weights:
            size_bytes = one.download_bytes or one.weights.size_bytes or _UNKNOWN_BYTES
            if not one.is_complete:
                steps.append((size_bytes, self._download_step(one.weights, cancelled)))
            elif again:
                steps.append((size_bytes, self._repair_step(one.weights, cancelled)))
        return steps

    def _install_packages(
        self, entry: CatalogEntry, report: Report, cancelled: threading.Event, *, again: bool
    ) -> None:
        name, environments = entry.environment, self.environments
        if again and environments.is_complete(name, entry.requirements):
            environments.reinstall(name, progress=report, cancelled=cancelled)
            return
        environments.create(
            name,
            entry.requirements,
            overrides=entry.overrides,
            python_range=entry.python,
            torch=self._planner.torch(entry),
            progress=report,
            cancelled=cancelled,
        )

    def _download_step(
        self, weights: Weights, cancelled: threading.Event
    ) -> Callable[[Report], object]:
        return lambda report: self.weights.download(
            weights, token=self._planner.token(weights), progress=report, cancelled=cancelled
        )

    def _repair_step(
        self, weights: Weights, cancelled: threading.Event
    ) -> Callable[[Report], object]:
        """Returns a step that replaces damaged files and leaves intact ones."""

        def repair(report: Report) -> None:
            if self.weights.verify(weights, progress=report, cancelled=cancelled):
                self._download_step(weights, cancelled)(report)

        return repair

    def verify(
        self, entry: CatalogEntry, *, progress: Report, cancelled: threading.Event
    ) -> tuple[str, ...]:
        """Checks every file of an installation.

        Args:
            entry: The engine's.
            progress: Called on this thread; the fraction never decreases.
            cancelled: Set it to stop.

        Returns:
            What is missing or damaged, one sentence each; empty if everything is intact.

        Raises:
            WorkerError: It can't be checked, or ``cancelled`` was set.
        """
        combined = CombinedProgress(
            progress, _ENVIRONMENT_BYTES + sum(weights.size_bytes for weights in entry.weights)
        )
        report = combined.step(_ENVIRONMENT_BYTES)
        report(Progress(translatable("Checking packages"), 0.0, entry.environment))
        problems = [
            *package_problems(self.environments, entry),
            *source_problems(self.sources, entry),
        ]
        for weights in entry.weights:
            _check(entry, cancelled)
            report = combined.step(weights.size_bytes)
            damage = self.weights.verify(weights, progress=report, cancelled=cancelled)
            problems += [f"{weights.repository}: {problem}" for problem in damage]
        progress(Progress(translatable("Checked"), 1.0))
        return tuple(problems)

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        """Removes an engine's environment with its code, its weights, or both.

        What other installed engines need is kept. No worker may be running from it.

        Args:
            entry: The engine's.
            environment: Remove its packages, and its code that is in no package.
            weights: Remove its weights.

        Returns:
            What was freed and what was kept.

        Raises:
            WorkerError: Something is in use, or can't be deleted.
        """
        if self._install_lock.is_held(entry.id):
            raise InstallationFailed(
                translatable(
                    "{engine} is being installed. Wait until it's done, or cancel it first.",
                    engine=entry.name,
                ),
                worker=entry.id,
            )
        busy = next(filter(self.weights.is_busy, entry.weights if weights else ()), None)
        if busy is not None:
            raise InstallationFailed(
                translatable(
                    "The weights {weights} are being downloaded or verified. Wait until "
                    "that's done or cancel it, then remove them.",
                    weights=busy.repository,
                ),
                worker=entry.id,
            )
        return self._remover.remove(entry, environment=environment, weights=weights)

    def rollback(self, entry: CatalogEntry) -> None:
        """Rolls an engine's environment back to its version before the last change.

        Raises:
            EnvironmentFailed: There is no earlier version, or it failed.
        """
        if not self.environments.can_roll_back(entry.environment):
            raise EnvironmentFailed(
                translatable(
                    "Environment {name} has no earlier version to roll back to. Reinstall the "
                    "engine to repair it.",
                    name=entry.environment,
                ),
                worker=entry.environment,
            )
        self.environments.rollback(entry.environment)


def _check(entry: CatalogEntry, cancelled: threading.Event) -> None:
    if cancelled.is_set():
        raise InstallationFailed(
            translatable(
                "Canceled. Installing {engine} again resumes where it stopped.",
                engine=entry.name,
            ),
            worker=entry.id,
        )


def _refusal(entry: CatalogEntry, obstacles: Sequence[Obstacle]) -> Translatable:
    """Returns why an installation can't start: all obstacles, one after another."""
    message = translatable(
        "Can't install {engine} yet. {first}", engine=entry.name, first=obstacles[0].message
    )
    for obstacle in obstacles[1:]:
        message = translatable("{first} {second}", first=message, second=obstacle.message)
    return message
