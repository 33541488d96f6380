"""Helpers for tests of the speak pane."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.preview.speak.pane import SpeakPane
from tests.app.gui.conftest import PATIENCE_MS


def message(pane: SpeakPane) -> str:
    label = pane.findChild(QLabel, "previewMessage")
    assert label is not None
    return label.text() if label.isVisible() else ""


def figures(pane: SpeakPane) -> dict[str, str]:
    labels = pane.figures.findChildren(QLabel)
    return {label.accessibleName(): label.text() for label in labels if label.accessibleName()}


def play(pane: SpeakPane, text: str) -> None:
    pane.form.text.setPlainText(text)
    pane.play.click()


def wait_until_over(pane: SpeakPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane.stop.isEnabled(), timeout=PATIENCE_MS)
