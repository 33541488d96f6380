"""What is kept free for other programs, in a small dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.gui.style.theme import GRID

_GB = 2**30


class ReserveDialog(QDialog):
    """Asks for a size; it holds as soon as it has been entered.

    Attributes:
        reserve_chosen: Another size shall be kept free: GB (2**30 bytes), 0 for none.
    """

    reserve_chosen = Signal(float)

    def __init__(self, reserve_bytes: int, most_bytes: int, parent: QWidget | None = None) -> None:
        """Args: reserve_bytes: Now. most_bytes: The smallest GPU's size."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Memory"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reserve = QDoubleSpinBox(self)
        self.reserve.setObjectName("reserve")
        self.reserve.setRange(0.0, max(most_bytes, reserve_bytes) / _GB)
        self.reserve.setDecimals(2)
        self.reserve.setSingleStep(0.25)
        self.reserve.setSuffix(self.tr(" GB"))
        self.reserve.setSpecialValueText(self.tr("nothing"))
        self.reserve.setValue(reserve_bytes / _GB)
        self.reserve.lineEdit().setTextMargins(GRID, 0, 0, 0)
        self.reserve.setKeyboardTracking(False)
        self.reserve.setAccelerated(True)
        self.reserve.valueChanged.connect(self.reserve_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Keep free for other programs, on each GPU"), self)
        label.setBuddy(self.reserve)
        self.reserve.setAccessibleName(label.text().replace("&", ""))
        line = QHBoxLayout()
        line.setSpacing(GRID * 2)
        line.addWidget(label, 1)
        line.addWidget(self.reserve)
        note = QLabel(
            self.tr(
                "When other programs take so much that less than this is left, the engine that "
                "is needed least is stopped. One that is speaking, or pinned, never is."
            ),
            self,
        )
        note.setWordWrap(True)
        note.setProperty("role", "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID * 3 // 2)
        layout.addLayout(line)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.setMinimumWidth(GRID * 56)
