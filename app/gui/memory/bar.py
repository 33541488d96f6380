"""Who has the GPU: a button that gives it away, and a banner for as long as it is away."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.controller.gpu_loan import GpuLoan, LoanState
from app.gui.memory import wording
from app.gui.style.theme import GRID


class GiveGpuButton(QPushButton):
    """Give me my GPU. Tells in its tool tip why it cannot be pressed."""

    def __init__(self, loan: GpuLoan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loan = loan
        self.setObjectName("giveGpu")
        self.setText(self.tr("Free GPU"))
        self.clicked.connect(loan.lend)
        self.refresh()

    def refresh(self) -> None:
        """Follow the loan's state."""
        self.setEnabled(self._loan.state is LoanState.OURS)
        reason = wording.giving(self._loan)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)


class LoanBanner(QFrame):
    """Says that the GPU is away, and what can be done about it; hidden while it is here."""

    def __init__(self, loan: GpuLoan, give: GiveGpuButton, parent: QWidget | None = None) -> None:
        """Args: give: Takes turns with the banner's own button, also in having the focus."""
        super().__init__(parent)
        self._loan = loan
        self._give = give
        self._owes_focus = False
        self._stand_in: QWidget | None = None
        self.setProperty("role", "banner")
        self.setObjectName("loan")
        self._headline = QLabel(self)
        self._headline.setObjectName("loanHeadline")
        self._headline.setProperty("role", "heading")
        self._detail = QLabel(self)
        self._detail.setProperty("role", "caption")
        for label in (self._headline, self._detail):
            label.setWordWrap(True)
        self.action = QPushButton(self)
        self.action.setObjectName("loanAction")
        self.action.clicked.connect(self._act)
        self._lay_out()
        loan.changed.connect(self._show)
        self._show()

    def _act(self) -> None:
        do = self._loan.act
        if do is not None:
            do()

    def _show(self) -> None:
        loan = self._loan
        headline, detail = wording.headline(loan), wording.detail(loan)
        focused = QApplication.focusWidget()
        is_owed = self._owes_focus and focused is self._stand_in
        has_focus = is_owed or focused in (self._give, self.action)
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.action.setText(wording.action(loan))
        self.action.setToolTip(wording.reason(loan))
        self.action.setEnabled(loan.act is not None)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
        self.setVisible(bool(headline))
        self._give.refresh()
        if has_focus:
            self._pass_focus(self.action if headline else self._give)

    def _pass_focus(self, button: QPushButton) -> None:
        # One that cannot be pressed now gets it later, unless the user has moved it on.
        button.setFocus()
        self._owes_focus = not button.hasFocus()
        self._stand_in = QApplication.focusWidget()

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(GRID // 4)
        text.addWidget(self._headline)
        text.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID, GRID, GRID)
        layout.setSpacing(GRID * 2)
        layout.addLayout(text, 1)
        layout.addWidget(self.action)
