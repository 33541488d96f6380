"""Carries the table's layout between the header and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.gui.worker_table.columns import HIDDEN_AT_FIRST, Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLineEdit

    from app.gui.worker_table.header import ColumnHeader
    from app.settings import TableSettings

#: The layout is saved after this time without a change.
_SETTLED_MS = 500
_BY_SETTING = {column.setting: column for column in Column}


class TableLayout(QObject):
    """Restores the layout, and reports changes by the user.

    Attributes:
        settled: The layout has changed, and was left alone for a moment: ``TableSettings``.
    """

    settled = Signal(object)

    def __init__(self, header: ColumnHeader, filter_field: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._header = header
        self._filter_field = filter_field
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self._report)
        header.arranged.connect(self._timer.start)
        filter_field.textChanged.connect(self._timer.start)

    def restore(self, settings: TableSettings) -> None:
        """Restores a layout; ignores columns that don't exist any more."""
        hidden = HIDDEN_AT_FIRST if settings.hidden is None else _known(settings.hidden)
        widths = {column: settings.widths[column.setting] for column in _known(settings.widths)}
        self._header.arrange(_known(settings.order or ()), hidden, widths)
        column = _BY_SETTING.get(settings.sort_by or "")
        self._header.sort_by(column, descending=settings.descending)
        self._filter_field.setText(settings.filter)
        self._timer.stop()  # The settings have this layout already.

    def settle(self) -> None:
        """Reports a pending change now, because the program ends."""
        if self._timer.isActive():
            self._timer.stop()
            self._report()

    def _report(self) -> None:
        self.settled.emit(self._layout())

    def _layout(self) -> TableSettings:
        from app.settings import TableSettings

        header = self._header
        order, sorted_by = header.order, header.sorted_by
        hidden = frozenset(order) - frozenset(header.shown)
        return TableSettings(
            order=_settings(order) if order != tuple(Column) else None,
            hidden=_settings(sorted(hidden)) if hidden != HIDDEN_AT_FIRST else None,
            widths={column.setting: width for column, width in header.widths.items()},
            sort_by=sorted_by.setting if sorted_by is not None else None,
            descending=sorted_by is not None
            and header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            filter=self._filter_field.text().strip(),
        )


def _known(names: Iterable[str]) -> list[Column]:
    return [_BY_SETTING[name] for name in names if name in _BY_SETTING]


def _settings(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.setting for column in columns)
