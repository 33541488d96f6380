"""The text to speak, with a button for sample texts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from app.gui.speech.sample_texts import SampleKind, sample_kind, sample_text
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Callable


class TextField(QPlainTextEdit):
    """A text field; the button for samples is in a strip at the lower edge.

    Attributes:
        sample: The button for samples.
    """

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        """Makes an empty field.

        Args:
            language: Returns the selected language, as a code of the catalog.
            parent: The parent widget.
        """
        super().__init__(parent)
        self.setObjectName("previewText")
        self.setAccessibleName(self.tr("Text to speak"))
        self.setPlaceholderText(self.tr("Type the text to speak"))
        self.setTabChangesFocus(True)
        # The fields beside the text decide the height.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        policy.setVerticalStretch(1)
        self.setSizePolicy(policy)
        self.sample = SampleButton(self, language, self)
        self.sample.visibility_changed.connect(self._reserve_strip)
        self._reserve_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _reserve_strip(self) -> None:
        # The strip is outside the scrolled area, so that the button never covers text.
        is_shown = not self.sample.isHidden()
        height = self.sample.sizeHint().height() + GRID // 2 if is_shown else 0
        self.setViewportMargins(0, 0, 0, height)
        self._place_button()

    def _place_button(self) -> None:
        self.sample.resize(self.sample.sizeHint())
        corner = self.rect().bottomRight()
        self.sample.move(
            corner.x() - self.sample.width() - GRID * 3 // 4,
            corner.y() - self.sample.height() - GRID * 3 // 4,
        )


class SampleButton(QPushButton):
    """A menu of sample texts in the selected language, hidden once the user has typed a text.

    Attributes:
        visibility_changed: The button was shown or hidden.
    """

    visibility_changed = Signal()

    def __init__(
        self, field: QPlainTextEdit, language: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        """Makes the button.

        Args:
            field: The field for the text.
            language: Returns the selected language, as a code of the catalog.
            parent: The parent widget.
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
            action.triggered.connect(partial(self._insert, kind))
        self.setMenu(menu)
        field.textChanged.connect(self._update)
        self._update()

    def follow_language(self) -> None:
        """Replaces a sample text by the one in the selected language, but not the user's text."""
        text = self._field.toPlainText().strip()
        kind = sample_kind(text) if text else "greeting"
        if kind is not None:
            sample = sample_text(kind, self._language()) or self._greeting()
            if sample is not None and sample != text:
                self._field.setPlainText(sample)
        self._update()

    def _greeting(self) -> str | None:
        return sample_text("greeting", self._language())

    def _update(self) -> None:
        text = self._field.toPlainText().strip()
        is_replaceable = not text or sample_kind(text) is not None
        for kind, action in self._actions.items():
            action.setVisible(sample_text(kind, self._language()) is not None)
        is_shown = is_replaceable and self._greeting() is not None
        if is_shown == self.isHidden():
            self.setVisible(is_shown)
            self.visibility_changed.emit()

    def _insert(self, kind: SampleKind) -> None:
        sample = sample_text(kind, self._language())
        if sample is not None:
            self._field.setPlainText(sample)
            self._field.setFocus()
