"""A list of engines, installed ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.gui.state.engine_view import Installation
from app.gui.widgets.choice import Choice, dress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.engine_view import EngineView

#: Text of an entry in the list, if it is more than the engine's name.
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


def installed_first(views: Iterable[EngineView]) -> list[EngineView]:
    """Returns the installed engines, then the others, each in the order of the catalog."""
    return sorted(views, key=lambda view: view.installation is not Installation.INSTALLED)


class EngineChoice(Choice):
    """A box that shows the engine's name; its list also shows whether the engine is installed."""

    def __init__(self, parent: QWidget, name: str, accessible_name: str) -> None:
        super().__init__(parent)
        dress(self, name, accessible_name)
        self.setItemDelegate(_Entry(self))
        self._is_user_choice = False
        self.activated.connect(self._on_activated)

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers engines, and selects an installed one unless the user has selected another."""
        engines, before = installed_first(views), self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for view in engines:
                self._add(view)
            self.setCurrentIndex(self._row_to_select(engines, before))
        if self.currentData() != before:
            self.currentIndexChanged.emit(self.currentIndex())

    def choose(self, engine: str) -> None:
        """Selects an engine; ignores engines that are not offered."""
        row = self.findData(engine)
        if row >= 0:
            self._is_user_choice = True
            self.setCurrentIndex(row)

    def _add(self, view: EngineView) -> None:
        self.addItem(view.entry.name, view.id)
        if view.installation is not Installation.INSTALLED:
            row, text = self.count() - 1, self.tr("{} (not installed)").format(view.entry.name)
            for role in (_ENTRY_ROLE, Qt.ItemDataRole.AccessibleTextRole):
                self.setItemData(row, text, role)

    def _row_to_select(self, engines: list[EngineView], before: str | None) -> int:
        row = self.findData(before)
        if row < 0 or not engines:
            return 0
        first_installed = engines[0].installation is Installation.INSTALLED
        is_installed = engines[row].installation is Installation.INSTALLED
        return row if self._is_user_choice or is_installed or not first_installed else 0

    def _on_activated(self) -> None:
        self._is_user_choice = True


class _Entry(QStyledItemDelegate):
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        text = index.data(_ENTRY_ROLE)
        if text:
            option.text = text  # pyright: ignore[reportAttributeAccessIssue]
