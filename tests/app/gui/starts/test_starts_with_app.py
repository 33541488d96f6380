"""Settings that apply at the start: engines, theme, language, and tray."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.gui.application import Application
from app.gui.style.theme import DARK, LIGHT
from app.gui.text import language, numbers
from app.gui.tray.icon import TrayIcon
from app.gui.windows import windows
from app.settings import EngineSettings, Settings
from tests.app.gui.conftest import PATIENCE_MS, Desk
from workers.base.states import WorkerState
from workers.memory.budgets import VRAM_BUDGETS

pytestmark = pytest.mark.qt_log_ignore(
    "systemTrayWindowChanged", "does not support raise", "propagateSizeHints"
)

READY = WorkerState.READY


def want(desk: Desk, *engines: str) -> None:
    for engine in engines:
        desk.settings().set_of(EngineSettings.starts_with_app, engine, value=True)


def notices(desk: Desk) -> list[str]:
    messages: list[str] = []
    desk.hub.notice.connect(messages.append)
    return messages


def open_hub(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.hub.opened, timeout=PATIENCE_MS):
        desk.hub.open(desk.build)
    desk.hub.set_shown(True)


def test_only_selected_engines_start_with_the_program(desk: Desk, qtbot: QtBot) -> None:
    want(desk, "second")
    open_hub(desk, qtbot)
    qtbot.waitUntil(lambda: desk.view("second").worker.state is READY, timeout=PATIENCE_MS)
    assert desk.view("talker").worker.state is WorkerState.STOPPED


def test_start_with_the_program_stops_no_engine(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in ("talker", "second"):
        monkeypatch.setitem(VRAM_BUDGETS, f"tts_{engine}", (5.0, 5.0))
    want(desk, "talker", "second")
    messages = notices(desk)
    open_hub(desk, qtbot)
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE_MS)
    expected = (
        "Couldn’t start Second with Engine Room: running engines leave too little room on "
        "Test GPU 0: 5.00 GB needed, 3.00 GB free"
    )
    assert messages == [expected]
    assert desk.hub.worker("talker").is_alive()
    assert not desk.hub.start_requests.questions


def test_missing_or_too_large_engine_is_reported(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VRAM_BUDGETS, "tts_second", (20.0, 20.0))
    desk.environments.complete.discard("talker")
    want(desk, "talker", "second")
    messages = notices(desk)
    open_hub(desk, qtbot)
    qtbot.waitUntil(lambda: len(messages) == 2, timeout=PATIENCE_MS)
    assert messages[0] == "Couldn’t start Talker with Engine Room: it isn't installed"
    assert messages[1].startswith("Couldn’t start Second with Engine Room: ")
    assert "20.00 GB" in messages[1]


def test_hidden_window_reports_at_the_tray(
    desk: Desk,
    start_application: Callable[..., Application],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    messages: list[str] = []
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    monkeypatch.setattr(TrayIcon, "notify", lambda _, text: messages.append(text))
    desk.environments.complete.discard("talker")
    want(desk, "talker")
    start_application(is_hidden=True)
    qtbot.waitUntil(lambda: bool(messages), timeout=PATIENCE_MS)
    assert messages == ["Couldn’t start Talker with Engine Room: it isn't installed"]


def test_quitting_does_not_wait_for_pending_starts(desk: Desk, qtbot: QtBot) -> None:
    want(desk, "talker", "second")
    open_hub(desk, qtbot)
    desk.close(qtbot)
    assert not desk.hub.worker("second").is_alive()


def test_selected_theme_applies_from_the_first_paint(
    desk: Desk, start_application: Callable[[], Application]
) -> None:
    desk.settings().set(Settings.theme, "dark")
    application = start_application()
    assert application.style is not None
    assert application.style.theme is DARK
    application.hub.settings.set(Settings.theme, "light")
    assert application.style.theme is LIGHT
    application.hub.settings.set(Settings.theme, "system")
    assert application.style.theme is LIGHT, "the theme of the offscreen desktop"


@pytest.mark.parametrize(("starts_hidden", "is_seen"), [(True, False), (False, True)])
def test_program_starts_in_the_tray_if_set(
    desk: Desk,
    start_application: Callable[[], Application],
    monkeypatch: pytest.MonkeyPatch,
    starts_hidden: bool,
    is_seen: bool,
) -> None:
    monkeypatch.setattr(windows, "has_tray", lambda: True)
    desk.settings().set(Settings.starts_hidden, starts_hidden)
    assert (start_application().window is not None) == is_seen


def test_settings_open_from_window_and_tray_and_close_with_the_program(
    application: Application, desk: Desk, qtbot: QtBot
) -> None:
    assert application.window is not None
    QTest.keySequence(application.window, QKeySequence("Ctrl+,"))
    settings = application.settings_window
    assert settings is not None
    assert settings.isVisible()
    settings.close()
    application.tray.menu.settings_asked.emit()
    assert settings.isVisible()
    assert application.settings_window is settings
    with qtbot.waitSignal(application.hub.closed, timeout=PATIENCE_MS):
        settings.quit_asked.emit()
    assert not settings.isVisible()
    application.show_settings()
    assert not settings.isVisible()


def of_qt(name: str) -> bytes:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return (Path(folder) / f"qtbase_{name}.qm").read_bytes()


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """German and Brazilian translations, with the texts of Qt's own files."""
    for ours, qts in (("de", "de"), ("pt_BR", "pt_BR")):
        (tmp_path / f"engineroom_{ours}.qm").write_bytes(of_qt(qts))
    return tmp_path


@pytest.mark.parametrize(
    ("chosen", "system", "qts"),
    [
        ("de", (), "de"),
        ("en", ("de-DE", "de"), None),
        (None, ("de-AT", "de-Latn-AT", "de"), "de"),
        (None, ("pt-BR", "pt"), "pt_BR"),
        (None, ("pt-PT", "pt"), None),
        (None, ("nl-NL", "nl", "de-DE"), "de"),
        (None, ("en-GB", "en", "de-DE"), None),
        ("xx", (), None),
    ],
)
def test_selected_language_is_used_if_available(
    translations: Path, chosen: str | None, system: tuple[str, ...], qts: str | None
) -> None:
    found = language.texts(chosen, translations, system)
    assert found == (() if qts is None else (of_qt(qts),) * 2)


def test_languages_are_listed_by_their_own_names(translations: Path) -> None:
    names = [language.own_name(code) for code in language.available(translations)]
    assert names == ["English", "Deutsch", "Português"]
    assert language.available(translations / "nothing here") == ("en",)


def test_texts_are_in_the_installed_language_and_damaged_files_are_left_alone(
    qapp: QCoreApplication,
) -> None:
    before, written = set(qapp.findChildren(QTranslator)), QLocale()
    language.install(qapp, (of_qt("de"), b"no translation at all"))
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
        assert numbers.decimal(2.05, 1) == "2,0"
    finally:
        for translator in set(qapp.findChildren(QTranslator)) - before:
            qapp.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(written)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
