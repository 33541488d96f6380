"""Above the list: what is looked for."""

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
    """Words, what an engine is for, its languages, and two ticks.

    Attributes:
        changed: Something else is looked for.
        left: The user wants to go on to the rows.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint, spoken = self.tr("Search"), self.tr("Search engines")
        self.words = SearchField("searchEngines", hint, spoken, self)
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
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        for tick in (self.installed, self.fits):
            ticks.addWidget(tick)
        layout.addLayout(ticks)
        self.words.textChanged.connect(self.changed)
        self.words.left.connect(self.left)
        for box in (self.kind, self.language):
            box.currentIndexChanged.connect(self.changed)
        for tick in (self.installed, self.fits):
            tick.toggled.connect(self.changed)
        self.show_engines(())
        QShortcut(QKeySequence.StandardKey.Find, self, self._look_for)

    @property
    def wanted(self) -> EngineFilter:
        """What is looked for now."""
        return EngineFilter(
            words=self.words.text(),
            kind=self.kind.currentData(),
            language=self.language.currentData(),
            is_installed=self.installed.isChecked(),
            fits=self.fits.isChecked(),
        )

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the languages of these."""
        codes = {code for view in views for code in base_languages(view)}
        named = sorted((language_name(code), code) for code in codes)
        chosen = self.language.currentData() or ""
        every = (self.tr("Any language"), "")
        offer(self.language, (every, *named), chosen if chosen in codes else "")

    def show_gpu(self, *, has_gpu: bool) -> None:
        """Name the tick by what this computer has."""
        self.fits.setText(self.tr("Fits this &GPU") if has_gpu else self.tr("No &GPU needed"))

    def clear(self) -> None:
        """Look for all engines."""
        self.words.clear()
        for box in (self.kind, self.language):
            box.setCurrentIndex(0)
        for tick in (self.installed, self.fits):
            tick.setChecked(False)

    def _look_for(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
