"""The main window: puts its parts together and connects them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.gui.failures.area import FailureArea
from app.gui.gpu_release.banner import FreeGpuButton, GpuBanner
from app.gui.main_window.problems import ProblemBanner
from app.gui.main_window.welcome import WelcomeBanner
from app.gui.preview.preview_panel import PreviewPanel
from app.gui.preview.speak.pane import SpeakPane
from app.gui.starts.bar import QuestionArea
from app.gui.state.engine_view import EngineAction
from app.gui.style.icons import shipped_icon
from app.gui.style.theme import GRID
from app.gui.text import keys
from app.gui.text.messages import worded
from app.gui.vram_gauge.panel import GaugePanel
from app.gui.widgets import wrapped_text as wrapped_texts
from app.gui.widgets.card import Card
from app.gui.widgets.window_growth import WindowGrowth
from app.gui.worker_table.model import WorkerTableModel
from app.gui.worker_table.panel import EnginesPanel
from app.settings import EngineSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from app.gui.controller.hub import Hub
    from app.gui.log_window.window import LogWindow
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style
    from workers.snapshot import RoomSnapshot


#: Milliseconds that news stay in the status line.
_NEWS_MS = 30_000
#: No window is narrower, in device-independent pixels.
_LEAST_WIDTH = GRID * 100
#: Usual on every desktop.
_SETTINGS_KEYS = "Ctrl+,"
_ENGINES_KEYS = "Ctrl+E"


class MainWindow(QWidget):
    """Memory, engines, questions, failures, preview, and a status line.

    Attributes:
        close_asked: The user closes the window; whether that quits is decided elsewhere.
        quit_asked: The user wants to quit.
        settings_asked: The user wants the settings.
        engines_asked: The user wants the list of all engines.
        shown: It is on the screen now (True), or no longer (False).
    """

    close_asked = Signal()
    quit_asked = Signal()
    settings_asked = Signal()
    engines_asked = Signal()
    shown = Signal(bool)

    def __init__(self, hub: Hub, style: Style) -> None:
        super().__init__()
        self._hub = hub
        self._style = style
        self._logs: LogWindow | None = None
        self.setWindowTitle(self.tr("Engine Room"))
        self.setWindowIcon(shipped_icon("engineroom"))
        self.gauge = GaugePanel(hub.gauge_feed, style, self)
        self.free_gpu = FreeGpuButton(hub.gpu_release, self)
        self.gpu_release = GpuBanner(hub.gpu_release, self.free_gpu, self)
        self.settings = QPushButton(self.tr("Settings…"), self)
        self.settings.setObjectName("openSettings")
        self.settings.setToolTip(self.tr("Settings ({})").format(keys.called(_SETTINGS_KEYS)))
        self.settings.setEnabled(hub.settings.is_ready)
        self.more = QPushButton(self.tr("More engines…"), self)
        self.more.setObjectName("moreEngines")
        hint = self.tr("Install, try, and remove engines ({})")
        self.more.setToolTip(hint.format(keys.called(_ENGINES_KEYS)))
        self.more.setEnabled(False)
        self.questions = QuestionArea(hub.start_requests, self)
        self.model = WorkerTableModel(self)
        self.engines = EnginesPanel(self.model, style, self)
        self.table = self.engines.table
        self.failures = FailureArea(hub, style, self)
        self.preview = SpeakPane(hub, style, self)
        self.modes = PreviewPanel(hub, style, self.preview, self)
        self.logs = QPushButton(self.tr("Logs…"), self)
        self.logs.setObjectName("logs")
        self.logs.setToolTip(self.tr("Show the logs of Engine Room and its engines"))
        self.logs.setEnabled(False)
        self.stop_all = QPushButton(self.tr("Stop all"), self)
        self.stop_all.setObjectName("stopAll")
        self.stop_all.setEnabled(False)
        self._status = QLabel(self.tr("Loading engines…"), self)
        self._status.setObjectName("status")
        self._status.setProperty("tone", "muted")
        self._status.setWordWrap(True)
        self._status_text = self._status.text()
        self._news_timer = QTimer(self)
        self._news_timer.setSingleShot(True)
        self._news_timer.timeout.connect(lambda: self._set_status(self._status_text))
        self._growth = WindowGrowth()
        self._lay_out()
        self._connect()
        self._resize_to_fit()
        if hub.room is not None:
            self._show_engines()

    def _resize_to_fit(self) -> None:
        """Be as large as everything can be read in, as far as the screen goes."""
        margins = GRID * 9  # The table's scroll bar included.
        width = max(GRID * 128, self.table.header.comfortable_width + margins)
        self.resize(min(width, max(GRID * 128, self.screen().availableSize().width())), GRID * 84)

    def show_status(self, text: str) -> None:
        """Shows a text in the status line, until another one is shown."""
        self._status_text = text
        self._set_status(text)

    def show_news(self, text: str) -> None:
        """Shows a text in the status line for a while."""
        self._set_status(text, "caution")
        self._news_timer.start(_NEWS_MS)

    def welcome(self, *, has_tray: bool) -> WelcomeBanner:
        """Shows the banner for new users.

        Args:
            has_tray: True if the desktop shows the icon.
        """
        banner = WelcomeBanner(self._hub, has_tray=has_tray, parent=self)
        banner.play_asked.connect(self._play)
        banner.engines_asked.connect(self.engines_asked)
        self._layout.insertWidget(0, banner)
        if self._hub.views:
            banner.show()  # Its layout would do so only later.
            self._growth.fit(self)
        return banner

    def open_log(self, engine: str = "") -> None:
        """Shows an engine's log in a window of its own; the program's for no engine."""
        room = self._hub.room
        if room is None or self._hub.is_closing:
            return
        if self._logs is None:
            from app.gui.log_window.window import LogWindow

            self._logs = LogWindow(room.log, self._hub.views, self._style)
        self._logs.show_log(engine)

    def open_preview(self, engine: str) -> None:
        """Shows the page to speak with an engine, or to transcribe with it."""
        self.modes.show_page_of(engine)

    def show_stopping(self) -> None:
        """Says that engines are being stopped, and disables everything."""
        self.show_status(self.tr("Stopping engines…"))
        self.engines.arrangement.settle()
        for part in (*self.findChildren(Card), self.failures):
            part.setEnabled(False)
        if self._logs is not None:
            self._logs.close()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            # With large texts the buttons beside each other need more.
            self.setMinimumWidth(max(_LEAST_WIDTH, self._layout.minimumSize().width()))
            wrapped_texts.keep_uncut(self)
        return is_handled

    def closeEvent(self, event: QCloseEvent) -> None:
        # The application hides the window, or quits.
        event.ignore()
        self.close_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)

    def _set_status(self, text: str, tone: str = "muted") -> None:
        self._status.setText(text)
        self._status.setProperty("tone", tone)
        self._status.style().polish(self._status)

    def _lay_out(self) -> None:
        memory = Card(parent=self)
        memory.add(self.gauge)
        memory.add(self.gpu_release)
        engines = Card(self.tr("Engines"), self)
        for button in (self.more, self.logs, self.settings, self.free_gpu, self.stop_all):
            engines.add_to_head(button)
        engines.add(self.engines, 1)
        engines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        preview = Card(self.tr("Preview"), self)
        preview.add_to_head(self.modes.switch)
        preview.add(self.modes, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(GRID, 0, GRID, 0)
        foot.addWidget(self._status, 1)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(memory)
        layout.addWidget(engines, 4)
        layout.addWidget(self.questions)
        layout.addWidget(self.failures)
        layout.addWidget(preview, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        hub = self._hub
        hub.opened.connect(self._show_engines)
        hub.engine_changed.connect(self._show_engine)
        hub.readings.read.connect(self._offer_devices)
        hub.notice.connect(self.show_news)
        hub.closed.connect(self._end_logs)
        self.model.rows_changed.connect(lambda: self._growth.fit(self))
        self.model.action_asked.connect(self._act)
        self.model.restart_asked.connect(hub.restart)
        self.model.log_asked.connect(self.open_log)
        self.model.idle_timeout_edited.connect(
            partial(hub.settings.set_of, EngineSettings.idle_timeout_s)
        )
        self.model.pin_asked.connect(partial(hub.settings.set_of, EngineSettings.pinned))
        self.model.device_chosen.connect(partial(hub.settings.set_of, EngineSettings.device))
        self.settings.clicked.connect(self.settings_asked)
        self.more.clicked.connect(self.engines_asked)
        self.logs.clicked.connect(lambda: self.open_log(""))
        self.gauge.history_toggled.connect(partial(hub.settings.set, Settings.history_shown))
        self.table.selected.connect(self.modes.choose)
        self.engines.arrangement.settled.connect(partial(hub.settings.set, Settings.table))
        self.preview.install_asked.connect(hub.installations.set_up)
        self.preview.form.save_voice_asked.connect(self._save_voice)
        self.failures.log_asked.connect(self.open_log)
        for area in (self.questions, self.failures):
            area.growing.connect(lambda: self._growth.remember(self))
            area.grown.connect(lambda: self._growth.fit(self))
            area.gone.connect(self._give_room_back)
        self.stop_all.clicked.connect(hub.stop_all)
        QShortcut(QKeySequence.StandardKey.Quit, self, self.quit_asked.emit)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(_SETTINGS_KEYS), self, self.settings.click)
        QShortcut(QKeySequence(_ENGINES_KEYS), self, self.more.click)

    def _give_room_back(self) -> None:
        if self.questions.isHidden() and self.failures.isHidden():
            self._growth.give_back(self)

    def _show_engines(self) -> None:
        views, engine_room = self._hub.views, self._hub.room
        self.settings.setEnabled(True)
        self.more.setEnabled(True)
        self.logs.setEnabled(True)
        if engine_room is not None:
            self.engines.arrangement.restore(engine_room.settings.settings.table)
            if engine_room.problems:
                self._layout.insertWidget(
                    0, ProblemBanner(tuple(map(worded, engine_room.problems)), self)
                )
        self.model.show_engines(views)
        self.modes.show_engines(views)
        if views:
            self.table.select_first()
            self.preview.play.setFocus()
            if self._hub.room is not None:
                self.gauge.show_history(self._hub.room.settings.settings.history_shown)
            self._growth.fit(self)  # All rows in sight.

    def _show_engine(self, view: EngineView) -> None:
        self.model.show_engine(view)
        self.modes.show_engine(view)
        actions = [other.action for other in self._hub.views]
        self.stop_all.setEnabled(EngineAction.STOP in actions)

    def _offer_devices(self, reading: RoomSnapshot) -> None:
        self.table.offer_devices(reading.devices)

    def _save_voice(self, recording: Path, language: str) -> None:
        from app.gui.voices.save_dialog import SaveVoiceDialog

        SaveVoiceDialog(self._hub.voices, recording, language, self).open()

    def _play(self, engine: str) -> None:
        self.preview.choose(engine)
        self.preview.play.click()

    def _act(self, engine: str) -> None:
        self._hub.act(engine)

    def _end_logs(self) -> None:
        if self._logs is not None:
            self._logs.end()
