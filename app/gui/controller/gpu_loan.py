"""Give me my GPU: lent to other programs, and brought back."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.gui.controller.background import Background
    from app.gui.controller.engine_view import EngineView
    from app.room import EngineRoom
    from workers.snapshot import RoomSnapshot

#: So many seconds have engines to finish what they are saying.
FINISH_WITHIN_S = 30.0


class LoanState(Enum):
    """Who has the GPU."""

    UNKNOWN = "unknown"
    NO_GPU = "no gpu"
    OURS = "ours"
    LENDING = "lending"
    LENT = "lent"
    RETURNING = "returning"


class GpuLoan(QObject):
    """Lends the GPU and takes it back, off the main thread; all methods return at once.

    Attributes:
        changed: ``state``, ``stopped`` or ``finishing`` is another one.
        notice: Something the user should know: one sentence.
    """

    changed = Signal()
    notice = Signal(str)

    def __init__(
        self,
        background: Background,
        views: Callable[[], Iterable[EngineView]],
        parent: QObject | None = None,
    ) -> None:
        """Args: background: Does what blocks. views: What the engines are doing."""
        super().__init__(parent)
        self._background = background
        self._views = views
        self._room: EngineRoom | None = None
        self._state = LoanState.UNKNOWN
        self._stopped: tuple[str, ...] = ()
        self._finishing: tuple[str, ...] = ()
        self._releases = 0

    @property
    def state(self) -> LoanState:
        """Who has the GPU now."""
        return self._state

    @property
    def stopped(self) -> tuple[str, ...]:
        """Who had to leave, by the names that people know; empty when nobody knows."""
        return self._stopped

    @property
    def finishing(self) -> tuple[str, ...]:
        """Who still finishes what was asked of it, while the GPU is being lent."""
        return self._finishing

    @property
    def act(self) -> Callable[[], None] | None:
        """The one thing that can be done about the GPU now; None for nothing."""
        if self._state is LoanState.LENDING:
            return self.hurry if self._finishing else None
        return {LoanState.OURS: self.lend, LoanState.LENT: self.take_back}.get(self._state)

    def move_in(self, room: EngineRoom) -> None:
        """Lend this room's GPU from now on."""
        self._room = room

    def lend(self) -> None:
        """Stop every engine on the GPU, after what it is saying, and start none there."""
        if self._room is None or self._state is not LoanState.OURS:
            return
        self._set(LoanState.LENDING)
        self._release(FINISH_WITHIN_S)

    def hurry(self) -> None:
        """Do not let them finish."""
        if self._state is LoanState.LENDING:
            self._release(0.0)

    def take_back(self) -> None:
        """Start those again that had to leave."""
        if self._room is None or self._state is not LoanState.LENT:
            return
        self._set(LoanState.RETURNING)
        self._background.run(
            self._room.supervisor.restore_gpu, self._note_returned, self._note_not_returned
        )

    def follow(self, room: RoomSnapshot) -> None:
        """Note what a reading shows: whether there is a GPU, and what others did with it."""
        if self._room is None or self._state in (LoanState.LENDING, LoanState.RETURNING):
            return
        if self._room.supervisor.gpu_is_released:  # Now; the reading may be a moment old.
            self._set(LoanState.LENT)
        elif any(device.kind == "gpu" for device in room.devices):
            self._set(LoanState.OURS)
        elif self._state is LoanState.UNKNOWN:  # A driver that is lost comes back.
            self._set(LoanState.NO_GPU)

    def follow_engines(self) -> None:
        """Note who is busy there, and is waited for before the GPU is lent."""
        before = self._finishing
        self._note_finishing()
        if self._finishing != before:
            self.changed.emit()

    def _note_finishing(self) -> None:
        is_lending = self._state is LoanState.LENDING
        busy = (view.entry.name for view in self._views() if is_lending and _is_busy_on_gpu(view))
        self._finishing = tuple(busy)

    def _release(self, finish_within_s: float) -> None:
        assert self._room is not None
        supervisor = self._room.supervisor
        self._releases += 1
        self._background.run(
            lambda: supervisor.release_gpu(finish_within_s=finish_within_s),
            self._note_lent,
            self._note_not_lent,
        )

    def _note_lent(self, engines: tuple[str, ...]) -> None:
        # Who is told of whom, when two calls overlap, is a matter of chance.
        assert self._room is not None
        known = self._room.engines
        self._stopped += tuple(known[it].name if it in known else it for it in engines)
        self._end_release()

    def _note_not_lent(self, error: Exception) -> None:
        self.notice.emit(self.tr("Couldn’t free the GPU: {}").format(error))
        self._end_release()

    def _end_release(self) -> None:
        self._releases -= 1
        if not self._releases:  # Else another call goes on.
            self._set_as_it_is()

    def _note_returned(self, failed: tuple[tuple[str, str], ...]) -> None:
        assert self._room is not None
        self._set(LoanState.OURS)
        for engine, error in failed:
            entry = self._room.engines.get(engine)
            told = self.tr("Couldn’t resume {}: {}")
            self.notice.emit(told.format(entry.name if entry is not None else engine, error))

    def _note_not_returned(self, error: Exception) -> None:
        self._set_as_it_is()
        self.notice.emit(self.tr("Couldn’t resume the engines: {}").format(error))

    def _set_as_it_is(self) -> None:
        assert self._room is not None
        self._set(LoanState.LENT if self._room.supervisor.gpu_is_released else LoanState.OURS)

    def _set(self, state: LoanState) -> None:
        if state is self._state:
            return
        self._state = state
        self._note_finishing()
        if state is LoanState.OURS:
            self._stopped = ()
        self.changed.emit()


def _is_busy_on_gpu(view: EngineView) -> bool:
    place = view.worker.place
    is_on_gpu = place is not None and place.backend != "cpu"
    return view.worker.state is WorkerState.BUSY and is_on_gpu
