"""Questions in a window; they wait without blocking anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.gui.starts import wording
from app.gui.state.start_question import CodeQuestion
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.controller.start_requests import StartRequests
    from app.gui.state.start_question import Question

#: With less room than this many characters for the text, the buttons go below.
_LEAST_LINE = 40
_ANSWERING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionBar(QFrame):
    """One question. Escape answers no.

    Attributes:
        answered: The user has answered: whether to start.
    """

    answered = Signal(bool)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("startQuestion")
        yes, no = self._answers(question)
        self.start = QPushButton(yes, self)
        self.start.setObjectName("startAnyway")
        self.keep = QPushButton(no.replace("&", "&&"), self)
        self.keep.setObjectName("keepRunning")
        self.keep.setProperty("role", "primary")
        self.start.clicked.connect(lambda: self.answered.emit(True))
        self.keep.clicked.connect(lambda: self.answered.emit(False))
        self._previous_focus: QWidget | None = None
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out(question)
        texts = [label.text() for label in self.findChildren(QLabel)]
        self.setAccessibleName(texts[0])
        self.setAccessibleDescription(" ".join(texts[1:]))

    def present(self) -> None:
        """Shows the question, also to screen readers; takes the focus unless the user types."""
        self.show()
        self._previous_focus = QApplication.focusWidget()
        if not _accepts_typing(self._previous_focus):
            self.keep.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def leave(self) -> None:
        """Hides the question, and returns the focus."""
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self.isAncestorOf(focused)
        if has_focus and self._previous_focus is not None and isValid(self._previous_focus):
            self._previous_focus.setFocus()
        self.hide()
        self.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.start.sizeHint().width() + self.keep.sizeHint().width() + GRID * 7
        least = self.fontMetrics().averageCharWidth() * _LEAST_LINE
        is_narrow = self.width() - beside < least
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in _ANSWERING:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # Otherwise Escape stops the preview.
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._press(event.key())
                return True
        return super().event(event)

    def _press(self, key: int) -> None:
        # Qt's buttons handle Return only in dialogs.
        if key == Qt.Key.Key_Escape or self.keep.hasFocus():
            self.keep.click()
        elif self.start.hasFocus():
            self.start.click()

    def _answers(self, question: Question) -> tuple[str, str]:
        """Returns the texts of the buttons."""
        if not isinstance(question, CodeQuestion):
            return self.tr("Stop and start"), wording.keep(question)
        if question.is_install:
            return self.tr("Allow and install"), self.tr("Don’t install")
        return self.tr("Allow and start"), self.tr("Don’t start")

    def _lay_out(self, question: Question) -> None:
        text = QVBoxLayout()
        text.setSpacing(GRID // 4)
        if isinstance(question, CodeQuestion):
            text.addWidget(self._label(wording.code_heading(question), "heading"))
            text.addWidget(self._label(wording.code_sources(question)))
            text.addWidget(self._label(wording.code_risk(), "caption"))
        else:
            text.addWidget(self._label(wording.heading(question), "heading"))
            for name, victim in question.victims:
                text.addWidget(self._label(wording.victim(name, victim)))
            text.addWidget(self._label(wording.arithmetic(question), "caption"))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.start)
        buttons.addWidget(self.keep)
        buttons.addStretch()
        self._layout.setContentsMargins(GRID * 2, GRID * 3 // 2, GRID * 2, GRID * 3 // 2)
        self._layout.setSpacing(GRID * 2)
        self._layout.addLayout(text, 1)
        self._layout.addLayout(buttons)

    def _label(self, text: str, role: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label


def _accepts_typing(widget: QWidget | None) -> bool:
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)


class QuestionArea(QWidget):
    """All unanswered questions, one below the other.

    Attributes:
        growing: The area is about to grow.
        grown: The area has grown.
        gone: The area is hidden again.
    """

    growing = Signal()
    grown = Signal()
    gone = Signal()

    def __init__(self, starts: StartRequests, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starts = starts
        self._bars: dict[str, QuestionBar] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self.hide()
        starts.asked.connect(self._ask)
        starts.settled.connect(self._remove)
        for question in starts.questions:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        self._remove(question.engine)
        self.growing.emit()
        bar = self._bars[question.engine] = QuestionBar(question, self)
        bar.answered.connect(
            lambda start: self._starts.answer(question.engine, start=start),
        )
        self._layout.addWidget(bar)
        self.show()
        bar.present()
        self.grown.emit()

    def _remove(self, engine: str) -> None:
        bar = self._bars.pop(engine, None)
        if bar is None:
            return
        self._layout.removeWidget(bar)
        bar.leave()
        self.setVisible(bool(self._bars))
        if not self._bars:
            self.gone.emit()
