"""The window of all engines: the list, the selected engine, and the installation queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.engines_page import job_wording
from app.gui.engines_page.detail import EngineDetail
from app.gui.engines_page.disk_scan import DiskScan
from app.gui.engines_page.engine_list import EngineList, Row
from app.gui.engines_page.filter_bar import FilterBar
from app.gui.engines_page.install_status import install_status, status_text, tone
from app.gui.style.icons import shipped_icon
from app.gui.style.theme import GRID
from app.gui.widgets import wrapped_text as wrapped_texts
from app.gui.widgets.card import Card
from app.gui.widgets.form import note, say
from app.gui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style
    from workers.snapshot import RoomSnapshot

#: Names and states up to this length aren't cut.
_NAME_CHARS = 36
#: Length of a readable line.
_LINE_CHARS = 84


class EnginesWindow(QWidget):
    """Installs, tries, and removes engines; the main window runs them.

    Attributes:
        shown: The window was shown (True) or hidden (False).
        quit_asked: The user wants to quit the program.
        preview_asked: The user wants the preview with an engine: its ID.
        log_asked: The user wants an engine's log: its ID; empty for the program's log.
        engine_shown: Another engine is shown: its ID.
    """

    shown = Signal(bool)
    quit_asked = Signal()
    preview_asked = Signal(str)
    log_asked = Signal(str)
    engine_shown = Signal(str)

    def __init__(self, hub: Hub, style: Style, questions: QWidget, failures: QWidget) -> None:
        """Makes the window.

        Args:
            hub: Knows the engines.
            style: Colors of what is painted.
            questions: Asks what installations and starts have to ask.
            failures: Shows the failure of the engine of ``engine_shown``.
        """
        super().__init__()
        self._hub = hub
        self.setObjectName("engines")
        self.setWindowTitle(self.tr("Engines"))
        self.setWindowIcon(shipped_icon("engineroom"))
        self.disk_scan = DiskScan(hub, self)
        self.filters = FilterBar(self)
        self.list = EngineList(style, self)
        self.empty_hint = note(self.tr("Loading engines…"))
        self.empty_hint.setObjectName("noEngine")
        self.questions = questions
        self.detail = EngineDetail(hub, style, self.disk_scan, failures)
        self.queue = ProgressStrip("installQueue", self.tr("Cancel all"), self)
        # Several changes at the same time update the rows once.
        self._update_timer = QTimer(self)
        self._update_timer.setSingleShot(True)
        self._update_timer.setInterval(0)
        self._update_timer.timeout.connect(self._show_rows)
        self._lay_out()
        self._connect()
        self._show_engines()

    def choose(self, engine: str) -> None:
        """Shows an engine, and clears the filter."""
        self.filters.clear()
        self._show_rows()
        self.list.choose(engine)

    def set_up(self, engine: str) -> None:
        """Shows an engine, and plans its installation."""
        self.choose(engine)
        self.detail.set_up()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self.list.engine:
            self.disk_scan.scan_first(self.list.engine)  # Files may have changed meanwhile.
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            wrapped_texts.keep_uncut(self)
        return is_handled

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.disk_scan.scan(self.list.engine)
        self._show_rows()
        self._show_chosen(self.list.engine)
        self._show_queue()
        self.list.setFocus()
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.disk_scan.stop_scanning()
        self.detail.stop_speaking()
        self.shown.emit(False)

    def _show_engines(self) -> None:
        self.filters.show_engines(self._hub.views)
        self._on_reading(self._hub.readings.latest)
        self._show_rows()
        self._show_queue()

    def _show_rows(self) -> None:
        views, engine_filter = self._hub.views, self.filters.filter
        reading = self._hub.readings.latest
        devices = reading.devices if reading is not None else ()
        self.list.show_rows(
            [self._row(view) for view in views if engine_filter.matches(view, devices)]
        )
        is_empty = bool(views) and not self.list.engine
        hint = self.tr("No matching engines. Press Esc to clear the search.")
        say(self.empty_hint, hint if is_empty else "")
        self.detail.setVisible(bool(self.list.engine))

    def _row(self, view: EngineView) -> Row:
        is_damaged = bool(self.disk_scan.problems(view.id))
        status = install_status(view, self.disk_scan.of(view.id), is_damaged=is_damaged)
        return Row(view.id, view.entry.name, status_text(view, status), tone(view, status))

    def _show_chosen(self, engine: str) -> None:
        if engine:
            self.detail.show_engine(self._hub.view(engine))

    def _show_engine(self, view: EngineView) -> None:
        if not self.isVisible():
            return
        if view.id == self.list.engine:
            self.detail.show_engine(view)
        self._update_timer.start()
        self._show_queue()

    def _show_queue(self) -> None:
        views = [self._hub.view(engine) for engine in self._hub.install_queue.queue]
        progress = views[0].install_progress if views else None
        fraction = progress.fraction if progress is not None else None
        self.queue.show_progress(job_wording.queue_text(views), fraction)

    def _on_reading(self, reading: RoomSnapshot | None) -> None:
        devices = reading.devices if reading is not None else ()
        self.filters.show_gpu(has_gpu=any(device.kind == "gpu" for device in devices))

    def _cancel_queue(self) -> None:
        for engine in reversed(self._hub.install_queue.queue):
            self._hub.installations.cancel(engine)

    def _connect(self) -> None:
        hub = self._hub
        hub.opened.connect(self._show_engines)
        hub.engine_changed.connect(self._show_engine)
        hub.readings.read.connect(self._on_reading)
        hub.install_queue.changed.connect(self._show_queue)
        self.disk_scan.changed.connect(lambda _: self._update_timer.start())
        self.filters.changed.connect(self._show_rows)
        self.filters.left.connect(self.list.setFocus)
        self.list.chosen.connect(self._show_chosen)
        self.queue.left.connect(self.list.setFocus)
        self.queue.cancelled.connect(self._cancel_queue)
        self.detail.preview_asked.connect(self.preview_asked)
        self.detail.engine_shown.connect(self.engine_shown)
        for keys in (QKeySequence("Esc"), QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(keys, self, self.close)
        QShortcut(QKeySequence.StandardKey.Quit, self, self.quit_asked.emit)

    def _lay_out(self) -> None:
        left = Card(parent=self)
        left.add(self.filters)
        left.add(self.empty_hint)
        left.add(self.list, 1)
        character = self.fontMetrics().averageCharWidth()
        left.setFixedWidth(max(GRID * 34, character * _NAME_CHARS))
        right = Card(parent=self)
        right.add(self.questions)
        right.add(self.detail, 1)
        columns = QHBoxLayout()
        columns.setSpacing(GRID * 2)
        columns.addWidget(left)
        columns.addWidget(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID * 3 // 2)
        layout.addLayout(columns, 1)
        layout.addWidget(self.queue)
        self.resize(left.width() + max(GRID * 84, character * _LINE_CHARS), GRID * 92)
