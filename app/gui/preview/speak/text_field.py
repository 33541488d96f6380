"""What to say: the user's own words, or a sample as long as there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from app.gui.preview.speak.sample_button import SampleButton
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Callable


class TextField(QPlainTextEdit):
    """The button for samples stands in a strip at its lower edge, and goes with the strip.

    Attributes:
        sample: The button.
    """

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        """Make an empty field.

        Args:
            language: Tells the chosen language, as the catalog names it.
            parent: As always.
        """
        super().__init__(parent)
        self.setObjectName("previewText")
        self.setAccessibleName(self.tr("Text to speak"))
        self.setPlaceholderText(self.tr("Type the text to speak"))
        self.setTabChangesFocus(True)
        # At least as high as what stands beside it.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        policy.setVerticalStretch(1)
        self.setSizePolicy(policy)
        self.sample = SampleButton(self, language, self)
        self.sample.offered.connect(self._make_room)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _make_room(self) -> None:
        # The strip is outside of what scrolls: no word is ever behind the button.
        is_offered = not self.sample.isHidden()
        height = self.sample.sizeHint().height() + GRID // 2 if is_offered else 0
        self.setViewportMargins(0, 0, 0, height)
        self._place()

    def _place(self) -> None:
        self.sample.resize(self.sample.sizeHint())
        corner = self.rect().bottomRight()
        self.sample.move(
            corner.x() - self.sample.width() - GRID * 3 // 4,
            corner.y() - self.sample.height() - GRID * 3 // 4,
        )
