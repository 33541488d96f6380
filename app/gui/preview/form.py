"""What to say, and who says it how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QStyledItemDelegate,
    QWidget,
)

from app.gui.preview.speech import SpeechRequest
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.engine_view import EngineView

#: Hundredths of the voice's natural speed.
_SLOWEST, _FASTEST, _NATURAL, _STEP = 50, 200, 100, 5


class SpeechForm(QWidget):
    """Text on the left; engine, voice and speed on the right.

    Attributes:
        changed: Something was changed, by hand or by another engine's being chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: dict[str, EngineView] = {}
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("previewText")
        self.text.setAccessibleName(self.tr("Text to speak"))
        self.text.setPlaceholderText(self.tr("Type what the engine shall say."))
        self.text.setPlainText(
            self.tr(
                "Hello! This voice comes from a process of its own, and it is ready when you are."
            )
        )
        self.text.setTabChangesFocus(True)
        # At least as high as the fields beside it.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        policy.setVerticalStretch(1)
        self.text.setSizePolicy(policy)
        self.engine = self._combo("previewEngine", self.tr("Engine to speak with"))
        self.voice = self._combo("previewVoice", self.tr("Voice"))
        self.speed = QSlider(Qt.Orientation.Horizontal, self)
        self.speed.setObjectName("previewSpeed")
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setRange(_SLOWEST, _FASTEST)
        self.speed.setSingleStep(_STEP)
        self.speed.setPageStep(_STEP * 5)
        self.speed.setValue(_NATURAL)
        self._speed_value = QLabel(self)
        self._speed_value.setMinimumWidth(
            self._speed_value.fontMetrics().horizontalAdvance("0.00 ×")
        )
        self._speed_value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.engine.currentIndexChanged.connect(self._offer_voices)
        self.voice.currentIndexChanged.connect(self.changed)
        self.speed.valueChanged.connect(self._show_speed)
        self.text.textChanged.connect(self.changed)
        self._show_speed()
        self._offer_voices()

    @property
    def view(self) -> EngineView | None:
        """The chosen engine; None before there are any."""
        return self._views.get(self.engine.currentData())

    def show_engines(self, views: Iterable[EngineView]) -> None:
        """Offer the engines that speak."""
        self._views = {view.id: view for view in views if view.entry.kind == "tts"}
        self.engine.clear()
        for view in self._views.values():
            self.engine.addItem(view.entry.name, view.id)

    def show_engine(self, view: EngineView) -> None:
        """Keep an engine's newest snapshot."""
        if view.id in self._views:
            self._views[view.id] = view

    def choose(self, engine: str) -> None:
        """Choose an engine; one that does not speak changes nothing."""
        row = self.engine.findData(engine)
        if row >= 0:
            self.engine.setCurrentIndex(row)

    def request(self) -> SpeechRequest | None:
        """What is asked for now; None while there is no engine or no text."""
        view, text = self.view, self.text.toPlainText().strip()
        if view is None or not text:
            return None
        languages = view.entry.languages
        speed = self.speed.value() / 100 if view.entry.supports_speed else None
        return SpeechRequest(
            engine=view.id,
            text=text,
            language=languages[0] if languages else "en",
            voice=self.voice.currentData(),
            speed=speed,
        )

    def _combo(self, name: str, accessible_name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(accessible_name)
        combo.setItemDelegate(QStyledItemDelegate(combo))  # Which follows the style sheet.
        return combo

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(GRID * 2)
        fields.setVerticalSpacing(GRID)
        speed = QHBoxLayout()
        speed.setSpacing(GRID)
        speed.addWidget(self.speed)
        speed.addWidget(self._speed_value)
        for row, (name, field) in enumerate(
            ((self.tr("&Engine"), self.engine), (self.tr("&Voice"), self.voice))
        ):
            fields.addWidget(self._label(name, field), row, 0)
            fields.addWidget(field, row, 1)
        fields.addWidget(self._label(self.tr("Spee&d"), self.speed), 2, 0)
        fields.addLayout(speed, 2, 1)
        fields.setRowStretch(3, 1)
        fields.setColumnMinimumWidth(1, GRID * 26)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID * 3)
        layout.addWidget(self.text, 1)
        layout.addLayout(fields)

    def _label(self, text: str, field: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "caption")
        label.setBuddy(field)
        return label

    def _offer_voices(self) -> None:
        view = self.view
        self.voice.clear()
        if view is not None:
            for voice in view.entry.voices:
                self.voice.addItem(voice.replace("_", " ").title(), voice)
            default = self.voice.findData(view.entry.default_voice)
            self.voice.setCurrentIndex(max(0, default) if self.voice.count() else -1)
        if not self.voice.count():
            self.voice.addItem(self.tr("The engine's own"), None)
        self.voice.setEnabled(self.voice.count() > 1)
        self.speed.setEnabled(view is not None and view.entry.supports_speed)
        self.changed.emit()

    def _show_speed(self) -> None:
        self._speed_value.setText(f"{self.speed.value() / 100:.2f} ×")
        self.changed.emit()
