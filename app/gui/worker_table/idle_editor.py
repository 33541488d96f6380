"""The editor of an idle timeout in its cell."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from app.gui.style.theme import GRID
from app.gui.text import durations
from app.gui.widgets.duration_box import DurationBox
from app.gui.worker_table.cell_delegate import RowDelegate

_Index = QModelIndex | QPersistentModelIndex


class IdleTimeoutDelegate(RowDelegate):
    """Edits with a combo box whose text can be typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option, index
        editor = DurationBox(parent)
        editor.setAccessibleName(self.tr("Idle timeout"))
        editor.setToolTip(self.tr("For example: 90 s, 5 min, 1 h, never"))
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
