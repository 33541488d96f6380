"""An operation in progress: its name, its progress, and a button that cancels it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QPushButton, QWidget

from app.gui.style.theme import GRID
from app.gui.widgets.form import readable


class ProgressStrip(QWidget):
    """Hidden while nothing is in progress.

    Attributes:
        cancelled: The user cancels the operation.
        left: The button had the focus and is hidden now: another widget has to take it.
    """

    cancelled = Signal()
    left = Signal()

    def __init__(self, name: str, cancel: str, parent: QWidget | None = None) -> None:
        """Creates a hidden strip.

        Args:
            name: Its object name.
            cancel: Text of the button.
            parent: Qt's.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.text = readable()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(cancel, self)
        self.cancel.setObjectName(f"{name}Cancel")
        self.cancel.clicked.connect(self.cancelled)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GRID * 2)
        layout.setVerticalSpacing(GRID // 2)
        layout.addWidget(self.text, 0, 0)
        layout.addWidget(self._bar, 1, 0)
        layout.addWidget(self.cancel, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)
        self.hide()

    def show_progress(
        self, text: str, fraction: float | None = None, *, can_cancel: bool = True
    ) -> None:
        """Shows the progress of an operation.

        Args:
            text: What is in progress; empty hides the strip.
            fraction: 0 to 1; None where unknown.
            can_cancel: True if the operation can be canceled.
        """
        had_focus = self.cancel.hasFocus()
        self.text.setText(text)
        self._bar.setVisible(fraction is not None)
        self._bar.setValue(int((fraction or 0.0) * 1000))
        self.cancel.setVisible(can_cancel)
        self.setVisible(bool(text))
        if had_focus and (self.cancel.isHidden() or self.isHidden()):
            self.left.emit()
