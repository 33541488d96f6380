"""The filter above the list of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.engines_page.engine_filter import EngineFilter, base_languages
from app.gui.style.theme import GRID
from app.gui.text.language_names import language_name
from app.gui.widgets.form import check, combo, offer
from app.gui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.engine_view import EngineView


class FilterBar(QWidget):
    """Search words, kind, language, and two check boxes.

    Attributes:
        changed: The filter has changed.
        left: The user wants to move to the list.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint, accessible_name = self.tr("Search"), self.tr("Search engines")
        self.words = SearchField("searchEngines", hint, accessible_name, self)
        kinds = (
            (self.tr("All kinds"), ""),
            (self.tr("Text to speech"), "tts"),
            (self.tr("Speech to text"), "stt"),
        )
        self.kind = combo("engineKind", kinds)
        self.kind.setAccessibleName(self.tr("Kind"))
        self.language = combo("engineLanguage")
        self.language.setAccessibleName(self.tr("Language"))
        for box in (self.kind, self.language):
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.installed = check("onlyInstalled", self.tr("&Installed"))
        self.fits = check("onlyFitting", "")
        self.show_gpu(has_gpu=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for field in (self.words, self.kind, self.language):
            layout.addWidget(field)
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        for box in (self.installed, self.fits):
            boxes.addWidget(box)
        layout.addLayout(boxes)
        self.words.textChanged.connect(self.changed)
        self.words.left.connect(self.left)
        for box in (self.kind, self.language):
            box.currentIndexChanged.connect(self.changed)
        for check_box in (self.installed, self.fits):
            check_box.toggled.connect(self.changed)
        self.show_engines(())
        QShortcut(QKeySequence.StandardKey.Find, self, self._focus_search)

    @property
    def filter(self) -> EngineFilter:
        """The current filter."""
        return EngineFilter(
            words=self.words.text(),
            kind=self.kind.currentData(),
            language=self.language.currentData(),
            is_installed=self.installed.isChecked(),
            fits=self.fits.isChecked(),
        )

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the languages of engines."""
        codes = {code for view in views for code in base_languages(view)}
        named = sorted((language_name(code), code) for code in codes)
        chosen = self.language.currentData() or ""
        every = (self.tr("Any language"), "")
        offer(self.language, (every, *named), chosen if chosen in codes else "")

    def show_gpu(self, *, has_gpu: bool) -> None:
        """Names the last check box after the hardware of this computer."""
        self.fits.setText(self.tr("Fits this &GPU") if has_gpu else self.tr("No &GPU needed"))

    def clear(self) -> None:
        """Clears the filter."""
        self.words.clear()
        for box in (self.kind, self.language):
            box.setCurrentIndex(0)
        for check_box in (self.installed, self.fits):
            check_box.setChecked(False)

    def _focus_search(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
