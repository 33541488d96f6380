"""Frees the GPU for other programs, and resumes the engines that ran there."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workers.base.states import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.background import Background
    from app.gui.controller.engine_views import EngineViews
    from app.gui.state.engine_view import EngineView
    from app.room import EngineRoom
    from workers.snapshot import RoomSnapshot

#: Seconds that engines have to finish their speech.
FINISH_WITHIN_S = 30.0


class GpuState(Enum):
    """Who uses the GPU."""

    UNKNOWN = "unknown"
    NO_GPU = "no gpu"
    ENGINES = "engines"
    RELEASING = "releasing"
    RELEASED = "released"
    RESUMING = "resuming"


class GpuRelease(QObject):
    """Frees the GPU and takes it back, off the main thread. No method blocks.

    Attributes:
        changed: ``state``, ``stopped`` or ``finishing`` has changed.
        notice: Something the user should know: one sentence.
    """

    changed = Signal()
    notice = Signal(str)

    def __init__(
        self, background: Background, engines: EngineViews, parent: QObject | None = None
    ) -> None:
        """Creates it without a room.

        Args:
            background: Runs what blocks.
            engines: Show which engines are busy on the GPU.
            parent: Qt's.
        """
        super().__init__(parent)
        self._background = background
        self._engines = engines
        self._room: EngineRoom | None = None
        self._state = GpuState.UNKNOWN
        self._stopped: tuple[str, ...] = ()
        self._finishing: tuple[str, ...] = ()
        self._calls = 0
        engines.changed.connect(self._note_engine)

    @property
    def state(self) -> GpuState:
        """Who uses the GPU now."""
        return self._state

    @property
    def is_under_way(self) -> bool:
        """True from the request to free the GPU until its engines have been resumed."""
        return self._state in (GpuState.RELEASING, GpuState.RELEASED, GpuState.RESUMING)

    @property
    def stopped(self) -> tuple[str, ...]:
        """Names of the engines that were stopped for it; empty where unknown."""
        return self._stopped

    @property
    def finishing(self) -> tuple[str, ...]:
        """Names of the engines that finish their speech while the GPU is being freed."""
        return self._finishing

    @property
    def action(self) -> Callable[[], None] | None:
        """What can be done now; None for nothing."""
        if self._state is GpuState.RELEASING:
            return self.release_now if self._finishing else None
        return {GpuState.ENGINES: self.release, GpuState.RELEASED: self.resume}.get(self._state)

    def attach(self, room: EngineRoom) -> None:
        """Frees this room's GPU from now on."""
        self._room = room

    def release(self) -> None:
        """Stops every engine on the GPU, after its speech, and starts none there."""
        if self._room is not None and self._state is GpuState.ENGINES:
            self._set(GpuState.RELEASING)
            self._call(FINISH_WITHIN_S)

    def release_now(self) -> None:
        """Stops them without waiting."""
        if self._state is GpuState.RELEASING:
            self._call(0.0)

    def resume(self) -> None:
        """Starts the engines again that were stopped."""
        if self._room is None or self._state is not GpuState.RELEASED:
            return
        self._set(GpuState.RESUMING)
        self._background.run(
            self._room.supervisor.restore_gpu, self._note_resumed, self._note_not_resumed
        )

    def note_reading(self, reading: RoomSnapshot) -> None:
        """Notices a GPU, and what another program has done with it through the supervisor."""
        if self._room is None or self._state in (GpuState.RELEASING, GpuState.RESUMING):
            return
        if self._room.supervisor.gpu_is_released:  # Now; the reading may be a moment old.
            self._set(GpuState.RELEASED)
        elif any(device.kind == "gpu" for device in reading.devices):
            self._set(GpuState.ENGINES)
        elif self._state is GpuState.UNKNOWN:  # A driver that is lost comes back.
            self._set(GpuState.NO_GPU)

    def _note_engine(self) -> None:
        if self._state is GpuState.RELEASING and self._update_finishing():
            self.changed.emit()

    def _update_finishing(self) -> bool:
        """Returns True if other engines are finishing than before."""
        before, self._finishing = self._finishing, ()
        if self._state is GpuState.RELEASING:
            busy = (view.entry.name for view in self._engines.all if _is_busy_on_gpu(view))
            self._finishing = tuple(busy)
        return self._finishing != before

    def _call(self, finish_within_s: float) -> None:
        assert self._room is not None
        supervisor = self._room.supervisor
        self._calls += 1
        self._background.run(
            lambda: supervisor.release_gpu(finish_within_s=finish_within_s),
            self._note_released,
            self._note_not_released,
        )

    def _note_released(self, engines: tuple[str, ...]) -> None:
        # Of two calls that overlap, either may return an engine.
        assert self._room is not None
        entries = self._room.engines
        self._stopped += tuple(
            entries[engine].name if engine in entries else engine for engine in engines
        )
        self._end_call()

    def _note_not_released(self, error: Exception) -> None:
        self.notice.emit(self.tr("Couldn’t free the GPU: {}").format(error))
        self._end_call()

    def _end_call(self) -> None:
        self._calls -= 1
        if not self._calls:
            self._adopt_state()

    def _note_resumed(self, failed: tuple[tuple[str, str], ...]) -> None:
        assert self._room is not None
        self._set(GpuState.ENGINES)
        for engine, error in failed:
            entry = self._room.engines.get(engine)
            name = entry.name if entry is not None else engine
            self.notice.emit(self.tr("Couldn’t resume {}: {}").format(name, error))

    def _note_not_resumed(self, error: Exception) -> None:
        self._adopt_state()
        self.notice.emit(self.tr("Couldn’t resume the engines: {}").format(error))

    def _adopt_state(self) -> None:
        assert self._room is not None
        is_released = self._room.supervisor.gpu_is_released
        self._set(GpuState.RELEASED if is_released else GpuState.ENGINES)

    def _set(self, state: GpuState) -> None:
        if state is self._state:
            return
        self._state = state
        self._update_finishing()
        if state is GpuState.ENGINES:
            self._stopped = ()
        self.changed.emit()


def _is_busy_on_gpu(view: EngineView) -> bool:
    place = view.worker.place
    is_on_gpu = place is not None and place.backend != "cpu"
    return view.worker.state is WorkerState.BUSY and is_on_gpu
