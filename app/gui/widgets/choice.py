"""A list to choose from, as all of the preview's are."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from app.gui.style.theme import GRID


class Choice(QComboBox):
    """Its list is as wide as what it offers, however narrow the box is."""

    def showPopup(self) -> None:
        view = self.view()
        beside = view.verticalScrollBar().sizeHint().width() + GRID * 2
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + beside, self.screen().size().width()))
        super().showPopup()


def choice(parent: QWidget, name: str, accessible_name: str) -> Choice:
    """An empty list that follows the style sheet and does not grow with its entries."""
    combo = Choice(parent)
    dress(combo, name, accessible_name)
    return combo


def dress(combo: QComboBox, name: str, accessible_name: str) -> None:
    """Do the same for one that exists."""
    combo.setObjectName(name)
    combo.setAccessibleName(accessible_name)
    combo.setItemDelegate(QStyledItemDelegate(combo))  # Which follows the style sheet.
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
