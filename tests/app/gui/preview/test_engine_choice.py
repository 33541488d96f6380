"""Lists of engines: installed ones first, and the selection is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.gui.preview.engine_choice import EngineChoice
from app.gui.state.engine_view import EngineView, Installation
from tests.app.gui.pictures import view


def engine(name: str, installation: Installation = Installation.MISSING) -> EngineView:
    return view(name, installation=installation)


@pytest.fixture
def choice(qtbot: QtBot) -> Iterator[EngineChoice]:
    parent = QWidget()
    qtbot.addWidget(parent)
    choice = EngineChoice(parent, "engine", "Engine")
    choice.show_engines([engine("talker"), engine("second", Installation.INSTALLED)])
    yield choice
    parent.close()


def listed(choice: EngineChoice) -> list[str]:
    """Returns the texts of the open list; the closed box shows less."""
    texts: list[str] = []
    delegate = choice.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    for row in range(choice.count()):
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, choice.model().index(row, 0))
        texts.append(option.text)  # pyright: ignore[reportAttributeAccessIssue]
    return texts


def test_installed_engines_come_first_and_others_are_marked(choice: EngineChoice) -> None:
    assert listed(choice) == ["Second", "Talker (not installed)"]
    assert choice.itemData(1, Qt.ItemDataRole.AccessibleTextRole) == "Talker (not installed)"
    assert choice.currentText() == "Second"
    choice.setCurrentIndex(1)
    assert choice.currentText() == "Talker"


def test_choice_stays_when_others_are_installed(choice: EngineChoice) -> None:
    choice.choose("talker")
    choice.show_engines([engine("talker"), engine("second", Installation.INSTALLED)])
    assert choice.currentData() == "talker"
    choice.choose("nobody")
    assert choice.currentData() == "talker"


def test_default_choice_changes_to_an_installed_engine(choice: EngineChoice, qtbot: QtBot) -> None:
    choice.show_engines([engine("talker"), engine("second")])
    assert choice.currentData() == "second", "the choice changed without a better one"
    with qtbot.waitSignal(choice.currentIndexChanged):
        choice.show_engines([engine("talker", Installation.INSTALLED), engine("second")])
    assert choice.currentData() == "talker"
