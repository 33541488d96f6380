"""Fixtures: a hub over real workers, with scripted audio and installations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QTranslator
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.gui.application import Application, Sources
from app.gui.controller.hub import Hub
from app.gui.desktop.desktop_application import DesktopApplication
from app.gui.desktop.single_instance import SingleInstance
from app.gui.preview.speak.pane import SpeakPane
from app.gui.state.engine_view import EngineView
from app.gui.style.apply import Style
from app.logs import ProgramLog
from app.room import EngineRoom, Lazy
from app.settings import Settings, SettingsStore
from app.voices.store import ClipStore
from tests.app.gui.scripted_installation import ScriptedEnvironments, ScriptedInstallation
from tests.app.gui.scripted_sound import ScriptedPlayback, ScriptedPlayer
from workers.base import paths
from workers.base.engine_code import EngineCode
from workers.base.states import WorkerState
from workers.catalog.approvals import Approvals
from workers.catalog.entry import CatalogEntry
from workers.installation.installer import Installation
from workers.memory.budgets import VRAM_BUDGETS
from workers.supervisor import Supervisor
from workers.testing import FakeProbe, gpu
from workers.tool.tool_worker import ToolWorker

MakePane = Callable[[], SpeakPane]
TALKER = "tests.support.tools.talker"
#: Limit for each wait in milliseconds, on a busy machine. Only failing tests reach it.
PATIENCE_MS = 60_000

# pytest-qt's own limit is 5 s.
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitCallback):
    (_wait.__kwdefaults__ or {})["timeout"] = PATIENCE_MS


def entry(engine: str, **fields: Any) -> CatalogEntry:
    """A catalog entry that runs the talker."""
    plain = CatalogEntry(
        id=engine,
        name=engine.title(),
        kind="tts",
        engine=engine,
        environment=engine,
        vram_budget=f"tts_{engine}",
        requirements=(f"{engine}==1.0",),
        adapter=TALKER,
        languages=("en",),
        voices=("heart", "night_owl"),
        default_voice="heart",
        supports_speed=True,
        streaming=True,
        idle_timeout_s=300.0,
    )
    return replace(plain, **fields)


class Desk:
    """A hub and its engine room, with scripted audio, clock, and installations."""

    def __init__(self, settings_path: Path) -> None:
        self.entries = [entry("talker"), entry("second")]
        self.environments = ScriptedEnvironments()
        self.environments.complete.update({"talker", "second"})
        self.installation = ScriptedInstallation(self.environments)
        self.real_installation: Installation | None = None
        self.player = ScriptedPlayer()
        self.probe = FakeProbe(gpu(8.0))
        self.settings_path = settings_path
        self.log = ProgramLog(lambda: settings_path.parent / "logs")
        self.hub = Hub()
        self.problems: tuple[str, ...] = ()
        self.codes: dict[str, EngineCode] = {}
        self.approvals = Approvals(None)
        self.voices = ClipStore(settings_path.parent / "voices")

    def settings(self) -> SettingsStore:
        """Reads the settings from the disk."""
        return SettingsStore(self.settings_path)

    def build(self) -> EngineRoom:
        """Builds the engine room like ``app.compose``, with the scripted parts."""
        store = self.settings()
        supervisor = Supervisor(
            probe=self.probe, reserve_bytes=store.settings.reserve_bytes, patience_s=30.0
        )
        workers = {
            entry.id: ToolWorker(
                tool_name=entry.id,
                tool_module=entry.adapter,
                variant=entry.variant,
                vram_budget=entry.vram_budget,
                output_subdir=entry.id,
                engine=entry.engine,
                startup_timeout=30.0,
                request_timeout=30.0,
                precision=entry.precision,
                cpu_mode=entry.cpu_mode,
                permit=partial(self.approvals.check, self.codes.get(entry.id)),
                supervisor=supervisor,
            )
            for entry in self.entries
        }
        for entry in self.entries:
            store.settings.of(entry.id).apply(workers[entry.id], entry)
        installation = self.real_installation or self.installation
        return EngineRoom(
            engines={entry.id: entry for entry in self.entries},
            workers=workers,
            supervisor=supervisor,
            is_installed=installation.is_installed,
            installation=Lazy(lambda: installation),  # pyright: ignore[reportArgumentType]
            settings=store,
            player=Lazy(lambda: self.player),  # pyright: ignore[reportArgumentType]
            voices=Lazy(lambda: self.voices),
            log=self.log,
            codes=self.codes,
            approvals=Lazy(lambda: self.approvals),
            problems=self.problems,
        )

    def close(self, qtbot: QtBot) -> None:
        """Stops all workers and threads; a second call does nothing."""
        self.environments.finish.set()
        self.environments.may_measure.set()
        self.installation.may_plan.set()
        if not self.hub.is_closing:
            with qtbot.waitSignal(self.hub.closed, timeout=PATIENCE_MS) as ended:
                self.hub.close()
            assert args_of(ended) == [True], "workers or threads didn't end in time"

    def playback(self, qtbot: QtBot, number: int = 0) -> ScriptedPlayback:
        """Waits for a playback and returns it, by its number from 0."""
        playbacks = self.player.playbacks
        qtbot.waitUntil(lambda: len(playbacks) > number, timeout=PATIENCE_MS)
        assert len(playbacks) == number + 1
        return playbacks[number]

    def hear(self, qtbot: QtBot, engine: str) -> None:
        """Starts an engine and lets it speak."""
        self.hub.background.run(lambda: self.hub.worker(engine).call({"text": "say 1"}))
        qtbot.waitUntil(
            lambda: (
                self.view(engine).worker.requests_served == 1
                and self.view(engine).worker.state is WorkerState.READY
            ),
            timeout=PATIENCE_MS,
        )

    def view(self, engine: str = "talker") -> EngineView:
        return next(view for view in self.hub.views if view.id == engine)


def args_of(blocker: Any) -> list[Any]:
    """Returns the arguments of an awaited signal."""
    assert blocker.args is not None, "the signal wasn't emitted"
    return blocker.args


@pytest.fixture
def desk(qtbot: QtBot, engineroom_home: Path) -> Iterator[Desk]:
    """A desk that closes its workers and threads at the end."""
    desk = Desk(paths.config_dir() / "settings.toml")
    yield desk
    desk.close(qtbot)


@pytest.fixture
def open_desk(desk: Desk, qtbot: QtBot) -> Desk:
    """An open desk with known engines."""
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)
    return desk


@pytest.fixture
def full_desk(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a GPU that has memory for one engine."""
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    return open_desk


@pytest.fixture(scope="session")
def qapp_cls() -> type[DesktopApplication]:
    """The application class for pytest-qt."""
    return DesktopApplication


@pytest.fixture
def style(qapp: Any) -> Iterator[Style]:
    """The application's style, set up like the program does."""
    style = Style(qapp)
    style.apply_palette()
    style.apply_sheet()
    yield style
    qapp.setStyleSheet("")
    style.deleteLater()


@pytest.fixture
def make_pane(desk: Desk, style: Style, qtbot: QtBot) -> Iterator[MakePane]:
    """Opens the desk and creates panes that live as long as the hub."""
    panes: list[SpeakPane] = []

    def make() -> SpeakPane:
        with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
            desk.hub.open(desk.build)
        desk.hub.set_shown(True)
        pane = SpeakPane(desk.hub, style)
        pane.show_engines(desk.hub.views)
        desk.hub.engine_changed.connect(pane.show_engine)
        pane.install_asked.connect(desk.hub.installations.install)
        pane.show()
        panes.append(pane)
        return pane

    yield make
    desk.close(qtbot)
    for pane in filter(isValid, panes):  # Panes in a closed window are deleted already.
        pane.close()
        pane.deleteLater()


@pytest.fixture
def pane(make_pane: MakePane) -> SpeakPane:
    return make_pane()


@pytest.fixture
def start_application(
    desk: Desk, qapp: Any, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., Application]]:
    """Starts the program with the desk's engines; call it once."""
    instance = SingleInstance(tmp_path)
    started: list[Application] = []

    def start(*, is_hidden: bool = False) -> Application:
        sources = Sources(desk.build, desk.settings)
        application = Application(qapp, sources, instance, is_hidden=is_hidden)
        started.append(application)
        desk.hub = application.hub
        with qtbot.waitSignal(application.hub.opened, timeout=PATIENCE_MS):
            pass
        return application

    yield start
    desk.close(qtbot)
    for application in started:
        _take_off_the_screen(application)
    qapp.setStyleSheet("")
    # Collect in the main thread: the socket must not be closed in another one.
    instance.deleteLater()


def _take_off_the_screen(application: Application) -> None:
    application.restore()
    for window in (application.window, application.settings_window, application.engines_window):
        if window is not None:
            window.hide()
            window.deleteLater()
    if application.style is not None:
        application.style.prefer("system")
        application.style.deleteLater()
    application.deleteLater()


@pytest.fixture
def language(request: pytest.FixtureRequest, desk: Desk, qapp: Any) -> Iterator[str]:
    """The language of a program started later: English, unless parametrized."""
    chosen, before = getattr(request, "param", "en"), QLocale()
    desk.settings().set(Settings.language, chosen)
    yield chosen
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


@pytest.fixture
def application(start_application: Callable[[], Application]) -> Application:
    """The running program, with known engines."""
    return start_application()
