"""Fields for the transcript and the language of a voice sample."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy

from app.gui.style.theme import GRID
from app.gui.text.language_names import language_name
from app.gui.widgets.form import combo

#: Languages of the engines that clone, the most spoken first.
_LANGUAGES = (
    *("en", "zh", "hi", "es", "ar", "fr", "bn", "pt", "ru", "ur", "id", "de", "ja", "mr", "te"),
    *("tr", "ta", "vi", "ko", "it", "th", "gu", "pl", "uk", "ml", "kn", "nl", "ro", "el", "cs"),
    *("sv", "hu", "he", "da", "fi", "no", "ms", "sw"),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("voice_fields", text)


def language_box(name: str, chosen: str) -> QComboBox:
    """Makes a box of languages, with an entry for an unknown one."""
    codes = sorted(_LANGUAGES, key=language_name)
    plain = chosen.partition("-")[0]
    if plain and plain not in codes:
        codes.insert(0, plain)
    choices = [(_tr("Unknown"), ""), *((language_name(code), code) for code in codes)]
    box = combo(name, choices)
    box.setCurrentIndex(max(0, box.findData(plain)))
    return box


def transcript_box(name: str) -> QPlainTextEdit:
    """Makes a text field of three lines; Tab leaves the field."""
    box = QPlainTextEdit()
    box.setObjectName(name)
    box.setTabChangesFocus(True)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * 3 + GRID * 2)
    return box
