"""What to say, and who says it how."""

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

#: Hundredths of the voice's natural speed.
_SLOWEST, _FASTEST, _NATURAL, _STEP = 50, 200, 100, 5
#: Nine digits stay below 2**31, which every engine's generator takes.
_SEEDS = QRegularExpression(r"\d{0,9}")


class SpeechForm(QWidget):
    """Text on the left; engine, voice and the rest on the right.

    Attributes:
        changed: Something was changed, by hand or by another engine's being chosen.
        refused: Something cannot be used: why.
        save_voice_asked: The user wants to save the voice sample as a voice: its path, and the
            language that is probably spoken in it.
        refusal: Says why the text cannot be spoken; hidden while it can.
    """

    changed = Signal()
    refused = Signal(str)
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
        self.clip = VoiceSampleField(hub, style, lambda: self.language.currentData() or "", self)
        self._clip_label = self._label(self.tr("Voice s&ample"), self.clip.choose)
        self._lay_out()
        self.engine.currentIndexChanged.connect(self._offer)
        self.voice.currentIndexChanged.connect(self.changed)
        self.language.currentIndexChanged.connect(self._follow_language)
        self.speed.valueChanged.connect(self._show_speed)
        self.seed.textChanged.connect(self.changed)
        self.text.textChanged.connect(self.changed)
        for other in (
            self.engine.currentIndexChanged,
            self.language.currentIndexChanged,
            self.text.textChanged,
        ):
            other.connect(lambda: self._show_refusal(""))
        self.clip.changed.connect(self._offer_voices)
        hub.voices.changed.connect(self._offer_voices)
        hub.voices.kept.connect(self._use_kept)
        self.clip.refused.connect(self.refused)
        self.clip.save_asked.connect(self.save_voice_asked)
        self._show_clip_row(is_shown=False)
        self._show_speed()
        self._offer()
        self.text.sample.follow_language()

    @property
    def view(self) -> EngineView | None:
        """The chosen engine; None before there are any."""
        return self._views.get(self.engine.currentData())

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the engines that speak."""
        self._views = {view.id: view for view in views if view.entry.kind == "tts"}
        # Where no engine clones, nobody misses the row; and it does not come and go.
        self._show_clip_row(
            is_shown=any(view.entry.supports_cloning for view in self._views.values())
        )
        self.engine.show_engines(self._views.values())

    def show_engine(self, view: EngineView) -> None:
        """Keep an engine's newest snapshot."""
        had = self._views.get(view.id)
        if had is not None:
            self._views[view.id] = view
            if view.installation is not had.installation:
                self.engine.show_engines(self._views.values())

    def choose(self, engine: str) -> None:
        """Choose an engine; one that does not speak changes nothing."""
        self.engine.choose(engine)

    def put(self, request: SpeechRequest) -> None:
        """Ask for the same again, as far as it is still there."""
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
        """What is asked for now; None while there is no engine or no text."""
        view, text = self.view, self.text.toPlainText().strip()
        if view is None or not text:
            return None
        entry, clip, voice = view.entry, self.clip.clip, self.voice.currentData()
        kept = None if clip is not None else self._kept(voice)
        return SpeechRequest(
            engine=view.id,
            text=text,
            language=self.language.currentData() or "en",
            voice=None if clip is not None or kept is not None else voice,
            speed=self.speed.value() / 100 if entry.supports_speed else None,
            seed=int(self.seed.text()) if entry.supports_seed and self.seed.text() else None,
            clip=clip if kept is None else kept.path,
            clip_text="" if kept is None else kept.text,
        )

    def refuses(self) -> bool:
        """True when the engine could not speak the text: says so beside the text."""
        view, request = self.view, self.request()
        if view is None or request is None:
            return False
        others = (other for other in self._views.values() if other is not view)
        reason = text_problem(request.text, request.language, view.entry, others)
        self._show_refusal(reason)
        if reason:
            self.text.setFocus()
        return bool(reason)

    def _show_refusal(self, reason: str) -> None:
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
        places = (
            (self.tr("&Engine"), self.engine, self.engine),
            (self.tr("&Language"), self.language, self.language),
            (self.tr("&Voice"), self.voice, self.voice),
            (self.tr("See&d"), self.seed, self.seed),
            (self.tr("&Speed"), self.speed, speed),
            (self.tr("&Output"), self.output, self.output),
        )
        for number, (name, field, cell) in enumerate(places):
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
        fields.addWidget(self._clip_label, 3, 0)
        fields.addWidget(self.clip, 3, 1, 1, 4)
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
        order = (self.text, self.text.sample, *(field for _, field, _ in places))
        for before, after in pairwise((*order, self.clip.record, self.clip.choose)):
            self.setTabOrder(before, after)

    def _label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "caption")
        label.setBuddy(field)
        return label

    def _show_clip_row(self, *, is_shown: bool) -> None:
        self._clip_label.setVisible(is_shown)
        self.clip.setVisible(is_shown)

    def _offer(self) -> None:
        """Enable what the engine offers; what it does not is disabled and says why."""
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
        self.clip.offer("" if can_clone else self.tr("{} doesn’t clone voices.").format(name))
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
        usual = chosen if chosen in languages else next(iter(languages), None)
        self.language.setCurrentIndex(self.language.findData(usual))
        self.language.blockSignals(False)
        self.language.setEnabled(self.language.count() > 1)
        alone = self.tr("This engine speaks only one language.")
        self.language.setToolTip("" if self.language.isEnabled() else alone)
        self._follow_language()

    def _follow_language(self) -> None:
        self.text.sample.follow_language()
        self._follow_voice_of_language()
        self.changed.emit()

    def _follow_voice_of_language(self) -> None:
        """Choose the language's own voice, where the engine has one and none was chosen by hand."""
        view = self.view
        if view is None or not view.entry.default_voices:
            return
        usual = {view.entry.default_voice, *view.entry.default_voices.values()}
        if self.voice.currentData() in usual:
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
            self._offer_kept_voices(view.entry)
            usual = view.entry.voice_for(self.language.currentData())
            known = self.voice.findData(chosen) if chosen is not None else -1
            self.voice.setCurrentIndex(max(known, self.voice.findData(usual), 0))
        if not self.voice.count():
            self.voice.addItem(self.tr("Engine default"), None)
        self.voice.blockSignals(False)
        self.voice.setEnabled(self.voice.count() > 1 and self.clip.clip is None)
        self.voice.setToolTip(self._voice_hint())
        self.changed.emit()

    def _offer_kept_voices(self, entry: CatalogEntry) -> None:
        """Offer the user's own voices, where the engine clones; those it cannot take say why."""
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

    def _kept(self, voice: str | None) -> Clip | None:
        """The user's own voice that is chosen; None where it is one of the engine's."""
        clips = self._voices.clips
        return next((clip for clip in clips if str(clip.path) == voice), None)

    def _use_kept(self, clip: Clip) -> None:
        """Speak with a voice that was kept just now, instead of with its recording."""
        view = self.view
        if self.clip.clip is None or view is None or unsuitable_reason(clip, view.entry):
            return
        self.clip.use(None)
        self.voice.setCurrentIndex(max(0, self.voice.findData(str(clip.path))))

    def _voice_hint(self) -> str:
        if self.voice.isEnabled():
            return ""
        if self.clip.clip is not None:
            return self.tr("The voice sample sets the voice. Remove it to choose another voice.")
        return self.tr("This engine has only one voice.")

    def _show_speed(self) -> None:
        self._speed_value.setText(f"{decimal(self.speed.value() / 100, 2)} ×")
        self.changed.emit()
