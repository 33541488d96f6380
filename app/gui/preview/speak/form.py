"""The form of a speech request: text, engine, language, voice, and options."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator, QStandardItemModel
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.gui.preview.engine_choice import EngineChoice
from app.gui.preview.speak.output_field import OutputField
from app.gui.preview.speak.text_check import text_problem
from app.gui.preview.speak.text_field import TextField
from app.gui.preview.speak.voice_sample_field import VoiceSampleField
from app.gui.speech.speech import SpeechRequest
from app.gui.style.theme import GRID
from app.gui.text.language_names import language_name
from app.gui.text.numbers import decimal
from app.gui.text.voice_wording import unsuitable_reason
from app.gui.widgets.choice import choice
from app.gui.widgets.message import MessageLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView
    from app.gui.style.apply import Style
    from app.voices.store import Clip
    from workers.catalog.entry import CatalogEntry

#: Percent of the voice's natural speed.
_SLOWEST, _FASTEST, _NATURAL, _STEP = 50, 200, 100, 5
#: Nine digits stay below 2**31, so that every engine accepts the seed.
_SEEDS = QRegularExpression(r"\d{0,9}")


class SpeechForm(QWidget):
    """Text on the left; engine, voice and the rest on the right.

    Attributes:
        changed: The request has changed.
        failed: A voice sample can't be used or recorded: the reason.
        save_voice_asked: The user wants to save the voice sample as a voice: its path, and its
            probable language.
        text_problem: Says why the engine can't speak the text; hidden otherwise.
    """

    changed = Signal()
    failed = Signal(str)
    save_voice_asked = Signal(object, str)

    def __init__(self, hub: Hub, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, EngineView] = {}
        self.engine = EngineChoice(self, "previewEngine", self.tr("Engine"))
        self.voice = choice(self, "previewVoice", self.tr("Voice"))
        self.language = choice(self, "previewLanguage", self.tr("Language"))
        self.text = TextField(lambda: self.language.currentData() or "en", self)
        self.text_problem = MessageLabel("previewRefusal", self)
        self.speed = QSlider(Qt.Orientation.Horizontal, self)
        self.speed.setObjectName("previewSpeed")
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setRange(_SLOWEST, _FASTEST)
        self.speed.setSingleStep(_STEP)
        self.speed.setPageStep(_STEP * 5)
        self.speed.setValue(_NATURAL)
        self._speed_value = QLabel(self)
        self._speed_value.setMinimumWidth(
            self._speed_value.fontMetrics().horizontalAdvance(f"{decimal(0, 2)} ×")
        )
        self._speed_value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.seed = QLineEdit(self)
        self.seed.setObjectName("previewSeed")
        self.seed.setProperty("role", "field")
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setPlaceholderText(self.tr("Random"))
        self.seed.setValidator(QRegularExpressionValidator(_SEEDS, self.seed))
        self.output = OutputField(hub, self)
        self._voices = hub.voices
        self.voice_sample = VoiceSampleField(
            hub, style, lambda: self.language.currentData() or "", self
        )
        self._sample_label = self._label(self.tr("Voice s&ample"), self.voice_sample.choose)
        self._lay_out()
        self.engine.currentIndexChanged.connect(self._offer)
        self.voice.currentIndexChanged.connect(self.changed)
        self.language.currentIndexChanged.connect(self._on_language_changed)
        self.speed.valueChanged.connect(self._show_speed)
        self.seed.textChanged.connect(self.changed)
        self.text.textChanged.connect(self.changed)
        for other in (
            self.engine.currentIndexChanged,
            self.language.currentIndexChanged,
            self.text.textChanged,
        ):
            other.connect(lambda: self._show_text_problem(""))
        self.voice_sample.changed.connect(self._offer_voices)
        hub.voices.changed.connect(self._offer_voices)
        hub.voices.kept.connect(self._use_saved_voice)
        self.voice_sample.failed.connect(self.failed)
        self.voice_sample.save_asked.connect(self.save_voice_asked)
        self._show_voice_sample_row(is_shown=False)
        self._show_speed()
        self._offer()
        self.text.sample.follow_language()

    @property
    def view(self) -> EngineView | None:
        """The selected engine; None before engines are known."""
        return self._views.get(self.engine.currentData())

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offers the text-to-speech engines."""
        self._views = {view.id: view for view in views if view.entry.kind == "tts"}
        # The row depends on all engines, so that selecting one doesn't move the others.
        self._show_voice_sample_row(
            is_shown=any(view.entry.supports_cloning for view in self._views.values())
        )
        self.engine.show_engines(self._views.values())

    def show_engine(self, view: EngineView) -> None:
        """Updates the state of one engine."""
        before = self._views.get(view.id)
        if before is not None:
            self._views[view.id] = view
            if view.installation is not before.installation:
                self.engine.show_engines(self._views.values())

    def choose(self, engine: str) -> None:
        """Selects an engine; ignores engines of another kind."""
        self.engine.choose(engine)

    def fill(self, request: SpeechRequest) -> None:
        """Fills the form with an earlier request, as far as its options still exist."""
        self.choose(request.engine)
        voice = request.voice if request.clip is None else str(request.clip)
        language = self.language.findData(request.language)
        if language >= 0:
            self.language.setCurrentIndex(language)
        self.voice.setCurrentIndex(max(self.voice.findData(voice), 0))
        if request.speed is not None:
            self.speed.setValue(round(request.speed * 100))
        self.seed.setText("" if request.seed is None else str(request.seed))
        self.text.setPlainText(request.text)
        self.text.setFocus()

    def request(self) -> SpeechRequest | None:
        """Returns the request; None without an engine or a text."""
        view, text = self.view, self.text.toPlainText().strip()
        if view is None or not text:
            return None
        entry, clip, voice_id = view.entry, self.voice_sample.path, self.voice.currentData()
        own_voice = None if clip is not None else self._own_voice(voice_id)
        return SpeechRequest(
            engine=view.id,
            text=text,
            language=self.language.currentData() or "en",
            voice=None if clip is not None or own_voice is not None else voice_id,
            speed=self.speed.value() / 100 if entry.supports_speed else None,
            seed=int(self.seed.text()) if entry.supports_seed and self.seed.text() else None,
            clip=clip if own_voice is None else own_voice.path,
            clip_text="" if own_voice is None else own_voice.text,
        )

    def check_text(self) -> bool:
        """Returns whether the engine can speak the text, and shows the reason if it can't."""
        view, request = self.view, self.request()
        if view is None or request is None:
            return True
        others = (other for other in self._views.values() if other is not view)
        reason = text_problem(request.text, request.language, view.entry, others)
        self._show_text_problem(reason)
        if reason:
            self.text.setFocus()
        return not reason

    def _show_text_problem(self, reason: str) -> None:
        self.text_problem.say(reason, "bad")
        self.text.setAccessibleDescription(reason)

    def _lay_out(self) -> None:
        speed = QHBoxLayout()
        speed.setSpacing(GRID)
        speed.addWidget(self.speed, 1)
        speed.addWidget(self._speed_value)
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID)
        fields.setVerticalSpacing(GRID)
        rows = (
            (self.tr("&Engine"), self.engine, self.engine),
            (self.tr("&Language"), self.language, self.language),
            (self.tr("&Voice"), self.voice, self.voice),
            (self.tr("See&d"), self.seed, self.seed),
            (self.tr("&Speed"), self.speed, speed),
            (self.tr("&Output"), self.output, self.output),
        )
        for number, (name, field, cell) in enumerate(rows):
            row, column = number // 2, number % 2 * 3
            fields.addWidget(self._label(name, field), row, column)
            if isinstance(cell, QWidget):
                fields.addWidget(cell, row, column + 1)
            else:
                fields.addLayout(cell, row, column + 1)
        fields.setColumnMinimumWidth(2, GRID)
        for column in (1, 4):
            fields.setColumnStretch(column, 1)
            fields.setColumnMinimumWidth(column, GRID * 18)
        fields.addWidget(self._sample_label, 3, 0)
        fields.addWidget(self.voice_sample, 3, 1, 1, 4)
        left = QVBoxLayout()
        left.setSpacing(GRID // 2)
        left.addWidget(self.text, 1)
        left.addWidget(self.text_problem)
        right = QVBoxLayout()
        right.addLayout(fields)
        right.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3)
        layout.addLayout(left, 1)
        layout.addLayout(right, 1)
        order = (self.text, self.text.sample, *(field for _, field, _ in rows))
        for before, after in pairwise((*order, self.voice_sample.record, self.voice_sample.choose)):
            self.setTabOrder(before, after)

    def _label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "caption")
        label.setBuddy(field)
        return label

    def _show_voice_sample_row(self, *, is_shown: bool) -> None:
        self._sample_label.setVisible(is_shown)
        self.voice_sample.setVisible(is_shown)

    def _offer(self) -> None:
        """Enables what the engine supports; the tool tips of the other fields say why not."""
        view = self.view
        entry = view.entry if view is not None else None
        name = entry.name if entry is not None else self.tr("The engine")
        can_speed = entry is not None and entry.supports_speed
        can_seed = entry is not None and entry.supports_seed
        can_clone = entry is not None and entry.supports_cloning
        self.speed.setEnabled(can_speed)
        self.speed.setToolTip("" if can_speed else self.tr("{} has a fixed speed.").format(name))
        self.seed.setEnabled(can_seed)
        self.seed.setToolTip(
            self.tr("The same seed gives the same audio. Leave empty for a random seed.")
            if can_seed
            else self.tr("{} doesn’t support seeds.").format(name)
        )
        self.voice_sample.set_unavailable(
            "" if can_clone else self.tr("{} doesn’t clone voices.").format(name)
        )
        self._offer_languages()
        self._offer_voices()

    def _offer_languages(self) -> None:
        languages = self.view.entry.languages if self.view is not None else ()
        chosen = self.language.currentData()
        self.language.blockSignals(True)
        self.language.clear()
        for name, code in sorted((language_name(code), code) for code in languages):
            self.language.addItem(name, code)
        if not languages:
            self.language.addItem(self.tr("Engine default"), None)
        selected = chosen if chosen in languages else next(iter(languages), None)
        self.language.setCurrentIndex(self.language.findData(selected))
        self.language.blockSignals(False)
        self.language.setEnabled(self.language.count() > 1)
        only_language = self.tr("This engine speaks only one language.")
        self.language.setToolTip("" if self.language.isEnabled() else only_language)
        self._on_language_changed()

    def _on_language_changed(self) -> None:
        self.text.sample.follow_language()
        self._select_voice_of_language()
        self.changed.emit()

    def _select_voice_of_language(self) -> None:
        """Selects the engine's voice for the language, unless the user has selected another."""
        view = self.view
        if view is None or not view.entry.default_voices:
            return
        defaults = {view.entry.default_voice, *view.entry.default_voices.values()}
        if self.voice.currentData() in defaults:
            row = self.voice.findData(view.entry.voice_for(self.language.currentData()))
            self.voice.setCurrentIndex(max(row, 0))

    def _offer_voices(self) -> None:
        view = self.view
        chosen = self.voice.currentData()
        self.voice.blockSignals(True)
        self.voice.clear()
        if view is not None:
            for voice in view.entry.voices:
                self.voice.addItem(voice.replace("_", " ").title(), voice)
            self._offer_own_voices(view.entry)
            default = view.entry.voice_for(self.language.currentData())
            row = self.voice.findData(chosen) if chosen is not None else -1
            self.voice.setCurrentIndex(max(row, self.voice.findData(default), 0))
        if not self.voice.count():
            self.voice.addItem(self.tr("Engine default"), None)
        self.voice.blockSignals(False)
        self.voice.setEnabled(self.voice.count() > 1 and self.voice_sample.path is None)
        self.voice.setToolTip(self._voice_hint())
        self.changed.emit()

    def _offer_own_voices(self, entry: CatalogEntry) -> None:
        """Offers the user's voices if the engine clones; tool tips say why some can't be used."""
        clips = self._voices.clips if entry.supports_cloning else ()
        if clips and not self.voice.count():
            self.voice.addItem(self.tr("Engine default"), None)
        if clips:
            self.voice.insertSeparator(self.voice.count())
        model = self.voice.model()
        for clip in clips:
            reason = unsuitable_reason(clip, entry)
            self.voice.addItem(self.tr("{} (your voice)").format(clip.name), str(clip.path))
            row = self.voice.count() - 1
            self.voice.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
            if reason and isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(False)

    def _own_voice(self, voice: str | None) -> Clip | None:
        """Returns the user's voice with this ID; None for a voice of the engine."""
        clips = self._voices.clips
        return next((clip for clip in clips if str(clip.path) == voice), None)

    def _use_saved_voice(self, clip: Clip) -> None:
        """Selects a voice that was just saved, instead of its recording."""
        view = self.view
        if self.voice_sample.path is None or view is None or unsuitable_reason(clip, view.entry):
            return
        self.voice_sample.set_file(None)
        self.voice.setCurrentIndex(max(0, self.voice.findData(str(clip.path))))

    def _voice_hint(self) -> str:
        if self.voice.isEnabled():
            return ""
        if self.voice_sample.path is not None:
            return self.tr("The voice sample sets the voice. Remove it to choose another voice.")
        return self.tr("This engine has only one voice.")

    def _show_speed(self) -> None:
        self._speed_value.setText(f"{decimal(self.speed.value() / 100, 2)} ×")
        self.changed.emit()
