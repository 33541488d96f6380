"""Warnings about unreadable texts, before an engine starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.preview.speak.pane import SpeakPane
from app.gui.preview.speak.text_check import text_problem
from tests.app.gui.conftest import Desk, MakePane, entry
from tests.app.gui.preview.speak_pane import play
from workers.base.states import WorkerState

RUSSIAN = "Привет, как дела?"


def warning(pane: SpeakPane) -> str:
    return pane.form.text_problem.text() if pane.form.text_problem.isVisible() else ""


def test_text_in_another_script_starts_no_engine(pane: SpeakPane, desk: Desk) -> None:
    play(pane, RUSSIAN)
    assert warning(pane) == ("The text doesn’t look like English. Choose the language of the text.")
    assert pane.form.text.accessibleDescription() == warning(pane)
    assert pane.focusWidget() is pane.form.text
    assert not pane.stop.isEnabled()
    assert desk.player.playbacks == []
    assert desk.hub.worker("talker").state is WorkerState.STOPPED


def test_warning_disappears_when_the_text_changes(
    pane: SpeakPane, desk: Desk, qtbot: QtBot
) -> None:
    play(pane, RUSSIAN)
    pane.form.text.setPlainText("say 2")
    assert not warning(pane)
    assert not pane.form.text.accessibleDescription()
    pane.play.click()
    assert not warning(pane)
    desk.playback(qtbot)
    pane.stop.click()


def test_warning_disappears_with_another_language_or_engine(
    desk: Desk, make_pane: MakePane
) -> None:
    desk.entries = [entry("talker", languages=("en", "ru")), entry("second", languages=("ru",))]
    pane = make_pane()
    play(pane, RUSSIAN)
    assert warning(pane).endswith("Installed engines that can speak it: Second.")
    pane.form.language.setCurrentIndex(1)
    assert not warning(pane)
    pane.form.language.setCurrentIndex(0)
    pane.play.click()
    assert warning(pane)
    pane.form.choose("second")
    assert not warning(pane)


def test_unreadable_text_is_not_saved(pane: SpeakPane, desk: Desk, tmp_path: Path) -> None:
    pane.form.text.setPlainText(RUSSIAN)
    pane.save_to(tmp_path / "x.wav")
    assert warning(pane)
    assert desk.hub.worker("talker").state is WorkerState.STOPPED


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("...", "en", "The text contains nothing to speak."),
        ("a" * 100_001, "en", "The text is too long"),
        ("\ud83d", "en", "invalid characters"),
        ("Hallo", "de", "Lark doesn’t speak German. Choose another engine."),
        ("Hello.", "en", ""),
    ],
)
def test_every_problem_has_a_text(text: str, language: str, says: str) -> None:
    reason = text_problem(text, language, entry("lark"))
    assert says in reason if says else not reason
