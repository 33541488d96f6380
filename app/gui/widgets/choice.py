"""A drop-down list."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from app.gui.style.theme import GRID


class Choice(QComboBox):
    """A combo box whose list is as wide as its entries, however narrow the box is."""

    def showPopup(self) -> None:
        view = self.view()
        beside = view.verticalScrollBar().sizeHint().width() + GRID * 2
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + beside, self.screen().size().width()))
        super().showPopup()


def choice(parent: QWidget, name: str, accessible_name: str) -> Choice:
    """Returns an empty list that follows the style sheet and doesn't grow with its entries."""
    combo = Choice(parent)
    dress(combo, name, accessible_name)
    return combo


def dress(combo: QComboBox, name: str, accessible_name: str) -> None:
    """Gives an existing combo box the looks of :func:`choice`."""
    combo.setObjectName(name)
    combo.setAccessibleName(accessible_name)
    combo.setItemDelegate(QStyledItemDelegate(combo))  # Follows the style sheet.
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
