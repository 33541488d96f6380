"""Texts that an engine cannot speak: said beside the text, before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.preview.speak.pane import PreviewPane
from app.gui.preview.speak.text_check import refusal
from tests.app.gui.conftest import Desk, MakePane, entry
from tests.app.gui.preview.speak_pane import play
from workers.base.states import WorkerState

RUSSIAN = "Привет, как дела?"


def told(pane: PreviewPane) -> str:
    return pane.form.refusal.text() if pane.form.refusal.isVisible() else ""


def test_text_in_other_letters_starts_nothing(pane: PreviewPane, desk: Desk) -> None:
    play(pane, RUSSIAN)
    assert told(pane) == (
        "English is not written in these letters. Choose the text's own language, or an engine "
        "that speaks it."
    )
    assert pane.form.text.accessibleDescription() == told(pane)
    assert pane.focusWidget() is pane.form.text
    assert not pane.stop.isEnabled()
    assert desk.player.playbacks == []
    assert desk.hub.worker("talker").state is WorkerState.STOPPED


def test_it_goes_with_the_next_letter_and_the_text_is_spoken(
    pane: PreviewPane, desk: Desk, qtbot: QtBot
) -> None:
    play(pane, RUSSIAN)
    pane.form.text.setPlainText("say 2")
    assert not told(pane)
    assert not pane.form.text.accessibleDescription()
    pane.play.click()
    assert not told(pane)
    desk.playback(qtbot)
    pane.stop.click()


def test_it_goes_with_another_language_or_engine(desk: Desk, make_pane: MakePane) -> None:
    desk.entries = [entry("talker", languages=("en", "ru")), entry("second", languages=("ru",))]
    pane = make_pane()
    play(pane, RUSSIAN)
    assert told(pane).endswith("Installed engines that can read it: Second.")
    pane.form.language.setCurrentIndex(1)
    assert not told(pane)
    pane.form.language.setCurrentIndex(0)
    pane.play.click()
    assert told(pane)
    pane.form.choose("second")
    assert not told(pane)


def test_nothing_is_saved_either(pane: PreviewPane, desk: Desk, tmp_path: Path) -> None:
    pane.form.text.setPlainText(RUSSIAN)
    pane.save_to(tmp_path / "x.wav")
    assert told(pane)
    assert desk.hub.worker("talker").state is WorkerState.STOPPED


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("...", "en", "The text contains nothing to speak."),
        ("a" * 100_001, "en", " characters. At most "),
        ("\ud83d", "en", "damaged characters"),
        ("Hallo", "de", "Lark does not speak German: choose another engine."),
        ("Hello.", "en", ""),
    ],
)
def test_every_reason(text: str, language: str, says: str) -> None:
    reason = refusal(text, language, entry("lark"))
    assert says in reason if says else not reason
