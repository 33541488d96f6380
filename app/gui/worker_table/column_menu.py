"""Commands on columns: the header's menu, and the same by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from app.gui.worker_table.columns import NEVER_HIDDEN, Column, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.gui.worker_table.header import ColumnHeader


def _tr(text: str) -> str:
    return QCoreApplication.translate("column_menu", text)


@dataclass(frozen=True, slots=True)
class _Command:
    """A command on a column.

    Attributes:
        text: Returns the command's text for a column's title.
        keys: The shortcut.
        run: Runs the command.
        is_enabled: Returns whether the command would change anything.
    """

    text: Callable[[str], str]
    keys: QKeySequence
    run: Callable[[ColumnHeader, Column], None]
    is_enabled: Callable[[ColumnHeader, Column], bool] = lambda _, __: True


_SORTING = (
    _Command(
        lambda column: _tr("Sort by {}, ascending").format(column),
        QKeySequence("Ctrl+Shift+Up"),
        lambda header, column: header.sort_by(column),
    ),
    _Command(
        lambda column: _tr("Sort by {}, descending").format(column),
        QKeySequence("Ctrl+Shift+Down"),
        lambda header, column: header.sort_by(column, descending=True),
    ),
    _Command(
        lambda _: _tr("Default order"),
        QKeySequence("Ctrl+Shift+O"),
        lambda header, _: header.sort_by(None),
        lambda header, _: header.sorted_by is not None,
    ),
)
_PLACING = (
    _Command(
        lambda column: _tr("Move {} left").format(column),
        QKeySequence("Ctrl+Shift+Left"),
        lambda header, column: header.shift(column, -1),
        lambda header, column: header.shown[0] is not column,
    ),
    _Command(
        lambda column: _tr("Move {} right").format(column),
        QKeySequence("Ctrl+Shift+Right"),
        lambda header, column: header.shift(column, 1),
        lambda header, column: header.shown[-1] is not column,
    ),
    _Command(
        lambda column: _tr("Widen {}").format(column),
        QKeySequence("Alt+Shift+Right"),
        lambda header, column: header.widen(column, 1),
    ),
    _Command(
        lambda column: _tr("Narrow {}").format(column),
        QKeySequence("Alt+Shift+Left"),
        lambda header, column: header.widen(column, -1),
    ),
    _Command(
        lambda column: _tr("Hide {}").format(column),
        QKeySequence("Ctrl+Shift+H"),
        lambda header, column: header.show_column(column, is_shown=False),
        lambda _, column: column is not NEVER_HIDDEN,
    ),
)


def column_menu(header: ColumnHeader, column: Column, parent: QWidget) -> QMenu:
    """Makes the menu of a column and the list of all columns; deletes itself when closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add_commands(menu, header, column)
    menu.addSeparator()
    _add_columns(menu.addMenu(_tr("Columns")), header)
    return menu


def fill_columns_menu(menu: QMenu, header: ColumnHeader, column: Column) -> None:
    """Fills a menu with the list of all columns and the commands on one column."""
    for submenu in menu.findChildren(QMenu):
        submenu.deleteLater()
    menu.clear()
    _add_columns(menu, header)
    menu.addSeparator()
    _add_commands(menu.addMenu(_tr("{} column").format(title(column))), header, column)


def _add_commands(menu: QMenu, header: ColumnHeader, column: Column) -> None:
    for commands in (_SORTING, _PLACING):
        for command in commands:
            action = menu.addAction(command.text(title(column)))
            action.setShortcut(command.keys)
            action.setEnabled(command.is_enabled(header, column))
            action.triggered.connect(partial(command.run, header, column))
        if commands is _SORTING:
            menu.addSeparator()


def _add_columns(menu: QMenu, header: ColumnHeader) -> None:
    for column in header.order:
        action = menu.addAction(title(column))
        action.setCheckable(True)
        action.setChecked(not header.isSectionHidden(column))
        action.setEnabled(column is not NEVER_HIDDEN)
        action.toggled.connect(partial(_show, header, column))
    menu.addSeparator()
    menu.addAction(_tr("Reset columns")).triggered.connect(partial(_reset, header))


def run_shortcut(header: ColumnHeader, column: Column, keys: QKeySequence) -> bool:
    """Runs the command with a shortcut. Returns whether there is one."""
    for command in (*_SORTING, *_PLACING):
        if command.keys == keys:
            if command.is_enabled(header, column):
                command.run(header, column)
            return True
    return False


def _show(header: ColumnHeader, column: Column, is_shown: bool) -> None:
    header.show_column(column, is_shown=is_shown)


def _reset(header: ColumnHeader) -> None:
    header.arrange()
    header.sort_by(None)
    header.arranged.emit()
