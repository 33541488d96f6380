"""Installs engines with all that they need: environment, code beside its packages, weights."""

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
    from workers.weights.licenses import LicenseBook
    from workers.weights.store import WeightsStore

Report = Callable[[Progress], None]

#: What steps count as whose size nobody knows, in bytes: an environment is unpacked and
#: compiled as well, and code is a few megabytes.
_ENVIRONMENT_BYTES = 50 * 2**20
_SOURCES_BYTES = 5 * 2**20
_UNKNOWN_BYTES = 500 * 2**20


class Installation:
    """Plans, makes, checks and removes installations. Any thread but the GUI's may call it.

    Attributes:
        environments: Where packages are installed.
        weights: Where models are kept.
        licenses: Which licences of weights were accepted.
        sources: Where code is kept that is in no package.
    """

    def __init__(
        self,
        environments: EnvironmentStore,
        weights: WeightsStore,
        licenses: LicenseBook,
        *,
        sources_dir: Path | None = None,
        engines: Iterable[CatalogEntry] = (),
        context: InstallContext | None = None,
    ) -> None:
        """Nothing is looked at yet.

        Args:
            environments: Where packages are installed.
            weights: Where models are kept.
            licenses: Which licences were accepted.
            sources_dir: Folder of code that is in no package; ``sources`` in
                :func:`workers.base.paths.data_dir` when None.
            engines: All engines: they may share environments and weights.
            context: The world around; the real one when None.
        """
        context = context or InstallContext()
        self.environments = environments
        self.weights = weights
        self.licenses = licenses
        self.sources = SourceStore(sources_dir, context.archives)
        self._stores = Stores(environments, self.sources, weights, licenses)
        self._install_lock = InstallLock(self.sources.root)
        self._shared = SharedResources(tuple(engines), self._is_wanted)
        self._planner = Planner(self._stores, self._shared, context)
        self._remover = Remover(self._stores, self._shared)

    def is_installed(self, entry: CatalogEntry) -> bool:
        """True when all that it needs is there. Reads a few small files."""
        return self._stores.have_all(entry)

    def _is_wanted(self, entry: CatalogEntry) -> bool:
        """Whether others have to leave what an engine needs."""
        return self._stores.have_all(entry) or self._install_lock.is_held(entry.id)

    def state(self, entry: CatalogEntry) -> InstallState:
        """Look what there is of it. Counts files, which may take a second."""
        environments, shared = self.environments, self._shared
        users = {other.id for it in entry.weights for other in shared.with_weights(entry, it)}
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
        """Find out what an installation would do. Asks the index and the hub: takes seconds.

        What cannot be found out is an obstacle of the plan.

        Args:
            entry: The engine's.
            cancelled: Set it to stop.

        Raises:
            NotApproved: Its code must not run, and to look what packages need may run some.
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
        """Install what is missing of an engine.

        In the order in which failures cost least: what can only fail for good comes before
        what only the network can break and what goes on where it was broken off. So first the
        code and the packages, and the weights, which are the most, when these are there.

        Args:
            entry: The engine's.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop; what has arrived is kept, and need not come again.
            again: Replace by fresh copies what is there as well, but for weights that are whole.

        Raises:
            WorkerError: It failed, or ``cancelled`` was set; or something has to be settled
                first. The message says what to do.
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
        overall = CombinedProgress(progress, sum(size_bytes for size_bytes, _ in steps))
        for size_bytes, work in steps:
            _check(entry, cancelled)
            work(overall.step(size_bytes))
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
    ) -> list[tuple[int, Callable[[Report], object]]]:
        """What is to be done, in order, and how much each of it is."""
        steps: list[tuple[int, Callable[[Report], object]]] = []
        if plan.sources or (again and entry.sources):
            steps.append(
                (
                    _SOURCES_BYTES,
                    lambda tell: self.sources.fetch(
                        entry.id, entry.sources, progress=tell, cancelled=cancelled
                    ),
                )
            )
        # What is to change, such as torch for another GPU, is fresh anyway.
        is_again = again and not plan.environment.packages
        steps.append(
            (
                _ENVIRONMENT_BYTES + plan.environment.download_bytes,
                lambda tell: self._install_packages(entry, tell, cancelled, again=is_again),
            )
        )
        for it in plan.weights:
            size_bytes = it.download_bytes or it.weights.size_bytes or _UNKNOWN_BYTES
            if not it.is_there:
                steps.append((size_bytes, self._downloading(it.weights, cancelled)))
            elif again:
                steps.append((size_bytes, self._repairing(it.weights, cancelled)))
        return steps

    def _install_packages(
        self, entry: CatalogEntry, tell: Report, cancelled: threading.Event, *, again: bool
    ) -> None:
        name, environments = entry.environment, self.environments
        if again and environments.is_complete(name, entry.requirements):
            environments.reinstall(name, progress=tell, cancelled=cancelled)
            return
        environments.create(
            name,
            entry.requirements,
            overrides=entry.overrides,
            python_range=entry.python,
            torch=self._planner.torch(entry),
            progress=tell,
            cancelled=cancelled,
        )

    def _downloading(
        self, weights: Weights, cancelled: threading.Event
    ) -> Callable[[Report], object]:
        return lambda tell: self.weights.download(
            weights, token=self._planner.token(weights), progress=tell, cancelled=cancelled
        )

    def _repairing(
        self, weights: Weights, cancelled: threading.Event
    ) -> Callable[[Report], object]:
        """Fetch again what is damaged; gigabytes that are whole are left as they are."""

        def repair(tell: Report) -> None:
            if self.weights.verify(weights, progress=tell, cancelled=cancelled):
                self._downloading(weights, cancelled)(tell)

        return repair

    def verify(
        self, entry: CatalogEntry, *, progress: Report, cancelled: threading.Event
    ) -> tuple[str, ...]:
        """Look at every file of an installation.

        Args:
            entry: The engine's.
            progress: Called on this thread; the fraction never falls.
            cancelled: Set it to stop.

        Returns:
            What is missing or damaged, one sentence each; empty when all of it is whole.

        Raises:
            WorkerError: It cannot be looked at, or ``cancelled`` was set.
        """
        overall = CombinedProgress(
            progress, _ENVIRONMENT_BYTES + sum(it.size_bytes for it in entry.weights)
        )
        tell = overall.step(_ENVIRONMENT_BYTES)
        tell(Progress(translatable("Checking packages"), 0.0, entry.environment))
        problems = [
            *package_problems(self.environments, entry),
            *source_problems(self.sources, entry),
        ]
        for weights in entry.weights:
            _check(entry, cancelled)
            tell = overall.step(weights.size_bytes)
            found = self.weights.verify(weights, progress=tell, cancelled=cancelled)
            problems += [f"{weights.repository}: {problem}" for problem in found]
        progress(Progress(translatable("Checked"), 1.0))
        return tuple(problems)

    def remove(self, entry: CatalogEntry, *, environment: bool, weights: bool) -> Removal:
        """Remove an engine's environment with its code, its weights, or both.

        What other installed engines need is kept. No worker may run from it.

        Args:
            entry: The engine's.
            environment: Its packages, and the code beside them.
            weights: Its weights.

        Returns:
            What came of it.

        Raises:
            WorkerError: Something is in use, or may not be deleted.
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
        """Put an engine's environment back to what it was before its last change.

        Raises:
            EnvironmentFailed: There is nothing to go back to, or it failed.
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
    """Why it does not begin: all that has to be settled, one after another."""
    told = translatable(
        "Can't install {engine} yet. {first}", engine=entry.name, first=obstacles[0].message
    )
    for obstacle in obstacles[1:]:
        told = translatable("{told} {next}", told=told, next=obstacle.message)
    return told
