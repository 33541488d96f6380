"""Engines to choose from: those that can be used come first, the others say that they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.gui.state.engine_view import Installation
from app.gui.widgets.choice import Choice, dress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.engine_view import EngineView

#: What the list says of an engine, where that is more than its name.
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


def installed_first(views: Iterable[EngineView]) -> list[EngineView]:
    """Engines that are installed, then the others, each in the catalog's order."""
    return sorted(views, key=lambda view: view.installation is not Installation.INSTALLED)


class EngineChoice(Choice):
    """Engines by name; the box has room for that alone, its list tells the rest."""

    def __init__(self, parent: QWidget, name: str, accessible_name: str) -> None:
        super().__init__(parent)
        dress(self, name, accessible_name)
        self.setItemDelegate(_Entry(self))
        self._is_chosen = False
        self.activated.connect(self._keep)

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer these and no others; an installed one unless the user has chosen."""
        arranged, had = installed_first(views), self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for view in arranged:
                self._add(view)
            self.setCurrentIndex(self._row_to_show(arranged, had))
        if self.currentData() != had:
            self.currentIndexChanged.emit(self.currentIndex())

    def choose(self, engine: str) -> None:
        """Choose an engine for the user; one that is not offered changes nothing."""
        row = self.findData(engine)
        if row >= 0:
            self._is_chosen = True
            self.setCurrentIndex(row)

    def _add(self, view: EngineView) -> None:
        self.addItem(view.entry.name, view.id)
        if view.installation is not Installation.INSTALLED:
            row, told = self.count() - 1, self.tr("{} (not installed)").format(view.entry.name)
            for role in (_ENTRY_ROLE, Qt.ItemDataRole.AccessibleTextRole):
                self.setItemData(row, told, role)

    def _row_to_show(self, arranged: list[EngineView], had: str | None) -> int:
        row = self.findData(had)
        if row < 0 or not arranged:
            return 0
        first_installed = arranged[0].installation is Installation.INSTALLED
        is_installed = arranged[row].installation is Installation.INSTALLED
        return row if self._is_chosen or is_installed or not first_installed else 0

    def _keep(self) -> None:
        self._is_chosen = True


class _Entry(QStyledItemDelegate):
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        told = index.data(_ENTRY_ROLE)
        if told:
            option.text = told  # pyright: ignore[reportAttributeAccessIssue]
