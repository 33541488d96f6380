"""The card of one failure: cause, last output, and one remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.failures import wording
from app.gui.style.icons import tinted_icon
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.failure_note import FailureNote
    from app.gui.style.apply import Style

#: Number of visible lines of the output; the others scroll.
_LINES_IN_SIGHT = 6


class FailureCard(QFrame):
    """Shows one failure. Escape dismisses the card; it never takes the focus by itself.

    Attributes:
        acted: The user wants the remedy.
        dismissed: The user has dismissed the card.
        unfolding: The details are about to be shown.
        unfolded: The details are shown.
        lines_asked: The card needs the last lines of the log.
        log_asked: The user wants the log.
        report_asked: The user wants a report in the clipboard.
    """

    acted = Signal()
    dismissed = Signal()
    unfolding = Signal()
    unfolded = Signal()
    lines_asked = Signal()
    log_asked = Signal()
    report_asked = Signal()

    def __init__(self, note: FailureNote, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = note
        self._style = style
        self.setProperty("role", "failure")
        self.setObjectName("failure")
        self._mark = QLabel(self)
        self.headline = self._label("heading")
        self.headline.setObjectName("failureHeadline")
        self.detail = self._label("caption")
        self.act = QPushButton(self)
        self.act.setObjectName("failureAct")
        self.more = QToolButton(self)
        self.more.setObjectName("failureMore")
        self.more.setCheckable(True)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("failureClose")
        for button in (self.more, self.close_button):
            button.setProperty("role", "tool")
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss (Esc)"))
        self.lines = _LastLines(self)
        self.log = QPushButton(self.tr("Show log"), self)
        self.log.setObjectName("failureLog")
        self.report = QPushButton(self.tr("Copy report"), self)
        self.report.setObjectName("failureReport")
        self.report.setToolTip(
            self.tr(
                "Copies a report for a bug tracker, without your name, folders, passwords, or keys"
            )
        )
        self._folded = QWidget(self)
        self._lay_out()
        self.act.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.dismissed)
        self.more.toggled.connect(self._fold)
        self.log.clicked.connect(self.log_asked)
        self.report.clicked.connect(self.report_asked)
        style.changed.connect(self._paint_icons)
        self._paint_icons()
        self._fold(False)
        self.show_note(note)

    def show_note(self, note: FailureNote) -> None:
        """Shows a newer failure of the same engine."""
        is_another = note.failure != self.note.failure
        self.note = note
        headline, detail = wording.headline(note), wording.detail(note)
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.act.setText(wording.action(note))
        self.act.setToolTip(wording.hint(note))
        self.act.setEnabled(not note.is_being_retried)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
        if is_another and self.more.isChecked():
            self._ask_for_lines()

    def announce(self) -> None:
        """Makes screen readers read the card."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def show_lines(self, lines: Sequence[str]) -> None:
        """Shows the last lines of output, oldest first."""
        self.lines.setPlainText("\n".join(lines) or self.tr("No output"))
        bar = self.lines.verticalScrollBar()
        bar.setValue(bar.maximum())

    def controls(self) -> tuple[QWidget, ...]:
        """Returns the widgets that take the focus, in tab order."""
        return (self.act, self.more, self.close_button, self.lines, self.log, self.report)

    def event(self, event: QEvent) -> bool:
        # Otherwise Escape stops the preview, and Return does nothing outside dialogs.
        if isinstance(event, QKeyEvent):
            button = self._button_for(event.key())
            if button is not None and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if button is not None and event.type() == QEvent.Type.KeyPress:
                button.click()
                return True
        return super().event(event)

    def _button_for(self, key: int) -> QPushButton | QToolButton | None:
        if key == Qt.Key.Key_Escape:
            return self.close_button
        focused = QApplication.focusWidget()
        is_return = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return focused if is_return and isinstance(focused, QPushButton | QToolButton) else None

    def _fold(self, is_open: bool) -> None:
        if is_open:
            self.unfolding.emit()
        self._folded.setVisible(is_open)
        self.more.setText(self.tr("Hide details") if is_open else self.tr("Details"))
        if is_open:
            self._ask_for_lines()
            self.unfolded.emit()

    def _ask_for_lines(self) -> None:
        if self.note.failure.stderr_tail:
            self.show_lines(self.note.failure.stderr_tail)
        else:
            self.lines_asked.emit()

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _paint_icons(self) -> None:
        theme = self._style.theme
        mark = tinted_icon("failure", theme.bad, theme.bad)
        self._mark.setPixmap(mark.pixmap(QSize(GRID * 2, GRID * 2), self.devicePixelRatio()))
        self.close_button.setIcon(tinted_icon("cancel", theme.text, theme.idle))

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(GRID // 4)
        text.addWidget(self.headline)
        text.addWidget(self.detail)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(text, 1)
        top.addSpacing(GRID)
        for button in (self.act, self.more, self.close_button):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        foot.addWidget(self.log)
        foot.addWidget(self.report)
        folded = QVBoxLayout(self._folded)
        folded.setContentsMargins(0, 0, 0, 0)
        folded.setSpacing(GRID)
        folded.addWidget(self.lines)
        folded.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 5 // 4, GRID * 2, GRID * 5 // 4)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._folded)


class _LastLines(QPlainTextEdit):
    """Terminal output that can be read and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("failureLines")
        self.setAccessibleName(self.tr("Last lines"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        frame = 2 * self.frameWidth() + 2 * int(self.document().documentMargin()) + GRID
        bar = self.horizontalScrollBar().sizeHint().height()
        height = self.fontMetrics().lineSpacing() * _LINES_IN_SIGHT + frame + bar
        return QSize(super().sizeHint().width(), height)
