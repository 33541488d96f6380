"""Offers something to say, as long as nobody has written a text of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QWidget

from app.gui.speech.sample_texts import SampleKind, sample, sample_kind

if TYPE_CHECKING:
    from collections.abc import Callable


class SampleButton(QPushButton):
    """A small menu of texts in the chosen language; a text of the user's own is never replaced.

    Attributes:
        offered: It is there now, or no longer.
    """

    offered = Signal()

    def __init__(
        self, field: QPlainTextEdit, language: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        """Offer texts for a field.

        Args:
            field: Where they go.
            language: Tells the chosen language, as the catalog names it.
            parent: As always.
        """
        super().__init__(parent)
        self.setText(self.tr("Sample text"))
        self.setObjectName("previewSample")
        self.setProperty("role", "corner")
        self.setToolTip(self.tr("Insert a sample text in the selected language"))
        self._field = field
        self._language = language
        menu = QMenu(self)
        self._actions: dict[SampleKind, QAction] = {
            "greeting": menu.addAction(self.tr("&Greeting")),
            "fable": menu.addAction(self.tr("&Fable (two sentences)")),
        }
        for kind, action in self._actions.items():
            action.triggered.connect(partial(self._put, kind))
        self.setMenu(menu)
        field.textChanged.connect(self._offer)
        self._offer()

    def follow_language(self) -> None:
        """Another language was chosen: say the same in that one, unless it is the user's text."""
        written = self._field.toPlainText().strip()
        kind = sample_kind(written) if written else "greeting"
        if kind is not None:
            text = sample(kind, self._language()) or sample("greeting", self._language())
            if text is not None and text != written:
                self._field.setPlainText(text)
        self._offer()

    def _offer(self) -> None:
        written = self._field.toPlainText().strip()
        is_free = not written or sample_kind(written) is not None
        for kind, action in self._actions.items():
            action.setVisible(sample(kind, self._language()) is not None)
        is_offered = is_free and sample("greeting", self._language()) is not None
        if is_offered == self.isHidden():
            self.setVisible(is_offered)
            self.offered.emit()

    def _put(self, kind: SampleKind) -> None:
        text = sample(kind, self._language())
        if text is not None:
            self._field.setPlainText(text)
            self._field.setFocus()
