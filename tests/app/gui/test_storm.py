"""An event storm: twenty engines, 100 changes of state and 500 lines of log a second."""

from __future__ import annotations

import itertools
import logging
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.gui.controller.hub import Hub
from app.gui.main_window.window import MainWindow
from app.gui.style.apply import Style
from app.gui.tray.icon import TrayIcon
from app.gui.tray.status import TrayStatus
from tests.app.gui.conftest import PATIENCE_MS, Desk, entry
from tests.app.gui.stall_watch import StallWatch
from workers.base.states import WorkerState
from workers.snapshot import WorkerSnapshot

pytestmark = pytest.mark.alone  # measures times

ENGINES = 20
#: On an idle machine; a busy one takes longer.
SECONDS = 3
CHANGES_A_SECOND, LINES_A_SECOND = 100, 500
#: Limits, excluding the time spent waiting for a core.
LONGEST_MS, QUANTILE_MS = 50.0, 16.0

_STATES = (WorkerState.STARTING, WorkerState.READY, WorkerState.BUSY, WorkerState.STOPPING)


class _Weather(QObject):
    """Emits changes of state from another thread, like workers."""

    changed = Signal(str, object)

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self._pictures = {view.id: view.worker for view in hub.views}
        self._over = threading.Event()
        self.changes = self.lines = 0
        self.arrived_in: set[threading.Thread] = set()
        self._threads = [
            threading.Thread(target=self._change, daemon=True),
            threading.Thread(target=self._log, daemon=True),
        ]
        self.changed.connect(self._arrive)

    def blow(self, qtbot: QtBot) -> None:
        for thread in self._threads:
            thread.start()
        most_changes, most_lines = SECONDS * CHANGES_A_SECOND, SECONDS * LINES_A_SECOND
        qtbot.waitUntil(
            lambda: self.changes >= most_changes and self.lines >= most_lines, timeout=PATIENCE_MS
        )
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _arrive(self, name: str, picture: WorkerSnapshot) -> None:
        self.arrived_in.add(threading.current_thread())
        self._hub.engines.update(name, worker=picture)

    def _change(self) -> None:
        for beat, (name, picture) in enumerate(itertools.cycle(self._pictures.items())):
            if self._over.wait(1 / CHANGES_A_SECOND):
                return
            state = _STATES[beat // ENGINES % len(_STATES)]
            new = replace(picture, state=state, pid=beat + 1, memory_bytes=beat * 2**20)
            self.changed.emit(name, new)
            self.changes += 1

    def _log(self) -> None:
        talker = logging.getLogger("engineroom.worker.engine0")
        while not self._over.wait(10 / LINES_A_SECOND):
            for _ in range(10):
                self.lines += 1
                talker.info("WARNING: line %d about the weights of the model", self.lines)


@pytest.mark.qt_log_ignore("does not support raise", "propagateSizeHints")
def test_event_loop_keeps_turning_in_an_event_storm(desk: Desk, style: Style, qtbot: QtBot) -> None:
    desk.entries = [entry(f"engine{number}") for number in range(ENGINES)]
    desk.environments.complete.update(entry.id for entry in desk.entries)
    desk.log.start()
    window = MainWindow(desk.hub, style)
    qtbot.addWidget(window)
    window.shown.connect(desk.hub.set_shown)
    tray = TrayIcon(window)
    TrayStatus(desk.hub, tray)
    window.show()
    try:
        with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
            desk.hub.open(desk.build)
        qtbot.waitUntil(lambda: bool(window.gauge._devices), timeout=PATIENCE_MS)
        window.open_log("engine0")
        qtbot.wait(300)  # The first painting is part of the start.
        weather = _Weather(desk.hub)
        with StallWatch() as watch:
            weather.blow(qtbot)
    finally:
        desk.close(qtbot)
        desk.log.close()
        tray.hide()
    assert weather.arrived_in == {threading.main_thread()}
    stalls = f"longest {watch.longest_ms:.1f} ms, 99 % within {watch.quantile_ms(0.99):.1f} ms"
    print(stalls)  # noqa: T201 - seen with -s
    assert watch.longest_ms < LONGEST_MS
    assert watch.quantile_ms(0.99) < QUANTILE_MS
