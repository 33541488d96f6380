"""How the table is arranged, between the header and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.gui.worker_table.columns import HIDDEN_AT_FIRST, Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLineEdit

    from app.gui.worker_table.header import ColumnHeader
    from app.settings import TableSettings

#: A drag is over, and nothing more is typed.
_SETTLED_MS = 500
_BY_SETTING = {column.setting: column for column in Column}


class TableLayout(QObject):
    """Notes what the user arranges, and arranges the same again.

    Attributes:
        settled: The user has arranged something and has left it for a moment: ``TableSettings``.
    """

    settled = Signal(object)

    def __init__(self, header: ColumnHeader, searched: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._header = header
        self._searched = searched
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self._tell)
        header.arranged.connect(self._timer.start)
        searched.textChanged.connect(self._timer.start)

    def restore(self, settings: TableSettings) -> None:
        """Arrange what was remembered; columns that are not there any more are passed over."""
        hidden = HIDDEN_AT_FIRST if settings.hidden is None else _known(settings.hidden)
        widths = {column: settings.widths[column.setting] for column in _known(settings.widths)}
        self._header.arrange(_known(settings.order or ()), hidden, widths)
        by = _BY_SETTING.get(settings.sort_by or "")
        self._header.sort_by(by, descending=settings.descending)
        self._searched.setText(settings.filter)
        self._timer.stop()  # It is known already.

    def settle(self) -> None:
        """Tell now what would be told in a moment: the program ends."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def _tell(self) -> None:
        self.settled.emit(self._now())

    def _now(self) -> TableSettings:
        from app.settings import TableSettings

        header = self._header
        order, by = header.order, header.sorted_by
        hidden = frozenset(order) - frozenset(header.shown)
        return TableSettings(
            order=_settings(order) if order != tuple(Column) else None,
            hidden=_settings(sorted(hidden)) if hidden != HIDDEN_AT_FIRST else None,
            widths={column.setting: width for column, width in header.widths.items()},
            sort_by=by.setting if by is not None else None,
            descending=by is not None
            and header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            filter=self._searched.text().strip(),
        )


def _known(names: Iterable[str]) -> list[Column]:
    return [_BY_SETTING[name] for name in names if name in _BY_SETTING]


def _settings(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.setting for column in columns)
