"""Editing an idle time-out where it stands."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.gui import durations
from app.gui.style.theme import GRID
from app.gui.worker_table.cells import RowDelegate

_Index = QModelIndex | QPersistentModelIndex


class _DurationValidator(QValidator):
    """Lets anything be typed, and only a duration be entered."""

    def validate(self, text: str, position: int) -> object:
        is_duration = durations.parsed(text) is not None
        state = QValidator.State.Acceptable if is_duration else QValidator.State.Intermediate
        return state, text, position


class _DurationEditor(QComboBox):
    """A list of durations that can be typed into.

    Attributes:
        chosen: An entry was taken from the open list.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._list_is_open = False
        self.setEditable(True)
        self.setItemDelegate(QStyledItemDelegate(self))  # Which follows the style sheet.
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([durations.spoken(seconds) for seconds in durations.PRESETS_S])
        self.setValidator(_DurationValidator(self))
        self.activated.connect(self._tell)

    def showPopup(self) -> None:
        super().showPopup()
        # Not before: the text that loses the focus to the list counts as activated, too.
        self._list_is_open = True

    def hidePopup(self) -> None:
        super().hidePopup()
        # Not before the entry that was clicked has been told of.
        QTimer.singleShot(0, self, self._note_closed_list)

    def _note_closed_list(self) -> None:
        self._list_is_open = False

    def _tell(self) -> None:
        # Return on a typed text that stands in the list comes here too, and ends by itself.
        if self._list_is_open:
            self.chosen.emit()


class IdleTimeoutDelegate(RowDelegate):
    """Paints as its neighbours do; edits with a list that can be typed into."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option, index
        editor = _DurationEditor(parent)
        editor.setAccessibleName(self.tr("Idle time-out"))
        editor.setToolTip(self.tr("For example 90 s, 5 min, 1 h or never"))
        editor.chosen.connect(lambda: self._finish(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        seconds = index.data(Qt.ItemDataRole.EditRole)
        editor.setEditText(durations.spoken(seconds))
        line = editor.lineEdit()
        if line is not None:
            line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentText())  # pyright: ignore[reportArgumentType]

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        del index
        area = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        height = GRID * 4
        top = area.center().y() - height // 2
        editor.setGeometry(area.left(), top, area.width() - GRID, height)

    def _finish(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)
