"""The current view of each engine: the one place where views are replaced by newer ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.gui.state.engine_view import EngineView, Installation, with_figures_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.gui.controller.progress_estimator import ProgressEstimator
    from app.room import EngineRoom
    from workers.snapshot import RoomSnapshot, WorkerSnapshot


class EngineViews(QObject):
    """The views of all engines, in the catalog's order; empty until the room is open.

    Attributes:
        changed: An engine's view has been replaced: the new ``EngineView``.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, EngineView] = {}
        self._estimator: ProgressEstimator | None = None

    @property
    def all(self) -> tuple[EngineView, ...]:
        """The current views."""
        return tuple(self._views.values())

    def __getitem__(self, engine: str) -> EngineView:
        return self._views[engine]

    def __contains__(self, engine: str) -> bool:
        return engine in self._views

    def fill(self, room: EngineRoom, installed: Collection[str]) -> None:
        """Makes the first view of each engine; ``changed`` isn't emitted for these.

        Args:
            room: Where the engines are.
            installed: IDs of the installed engines.
        """
        from app.gui.controller.progress_estimator import ProgressEstimator
        from workers.base.clock import MonotonicClock

        self._estimator = ProgressEstimator(MonotonicClock())
        for place, (engine, entry) in enumerate(room.engines.items()):
            worker = room.workers[engine]
            self._views[engine] = EngineView(
                entry,
                place,
                worker.snapshot(),
                Installation.INSTALLED if engine in installed else Installation.MISSING,
                fixed_to=worker.device,
            )

    def update(self, engine: str, **changes: Any) -> None:
        """Replaces fields of an engine's view; only a view that differs is announced.

        Args:
            engine: Its ID.
            changes: Fields of :class:`EngineView`.
        """
        old = self._views[engine]
        worker: WorkerSnapshot = changes.get("worker", old.worker)
        if worker.state.is_running:
            changes["problem"] = None  # It works after all.
        view = replace(old, **changes)
        if self._estimator is not None:
            view = self._estimator.with_estimate(view)
        if view != old:
            self._views[engine] = view
            self.changed.emit(view)

    def update_worker(self, engine: str, worker: WorkerSnapshot, fixed_to: str | None) -> None:
        """Takes a worker's own snapshot between two readings.

        Args:
            engine: Its ID.
            worker: What the worker knows, without the figures that only a reading has.
            fixed_to: The only device it may run on; None for any.
        """
        old = self._views[engine].worker
        self.update(engine, worker=with_figures_of(old, worker), fixed_to=fixed_to)

    def update_all(self, reading: RoomSnapshot) -> None:
        """Takes the snapshots of a reading."""
        for worker in reading.workers:
            view = self._views.get(worker.name)
            if view is None:
                continue
            # An estimate changes with time alone.
            is_estimated = view.progress is not None or view.left_s is not None
            if is_estimated or worker != view.worker:
                self.update(worker.name, worker=worker)
