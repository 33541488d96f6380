"""Messages of the library in the user's language; the library raises them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.audio import errors
from app.gui.text import wording
from app.gui.text.messages import worded
from app.resources import TRANSLATIONS
from tests.workers.memory.device_states import Worker, device_state
from workers.base.events import Progress
from workers.base.messages import translatable
from workers.diagnosis.causes import Cause, Diagnosis
from workers.memory.admission import plan_start
from workers.memory.plan import Refuse, Wait

GIB = 2**30


def refused() -> str:
    """Returns the refusal on an 8 GB GPU full of a pinned worker and another program."""
    pinned = Worker("f5", 3 * GIB, is_pinned=True)
    plan = plan_start([device_state(6 * GIB, pinned, others=2 * GIB, total=8 * GIB)])
    assert isinstance(plan, Refuse)
    return worded(plan.sentence)


def waits() -> str:
    busy = Worker("f5", 6 * GIB, "busy")
    plan = plan_start([device_state(6 * GIB, busy, total=8 * GIB)])
    assert isinstance(plan, Wait)
    return worded(plan.reason)


SENTENCES: list[tuple[Callable[[], str], str, str]] = [
    (waits, "waiting for memory held by f5", "wartet auf Speicher von f5"),
    (
        lambda: worded(errors.lost("Lautsprecher", "gone")),
        (
            "Lautsprecher was disconnected during playback (gone). Reconnect it or choose another "
            "output device, then play again."
        ),
        (
            "Lautsprecher wurde während der Wiedergabe getrennt (gone). Schließen Sie es wieder "
            "an, oder wählen Sie eine andere Tonausgabe, und spielen Sie erneut ab."
        ),
    ),
    (
        lambda: worded(Diagnosis(Cause.MISSING_PACKAGE, "numpy").sentence),
        "The Python package numpy is missing.",
        "Das Python-Paket numpy fehlt.",
    ),
    (
        lambda: worded(Diagnosis(Cause.MISSING_PACKAGE).sentence),
        "A Python package is missing.",
        "Ein Python-Paket fehlt.",
    ),
    (
        lambda: wording.progress(Progress("Creating environment", 0.5)),
        "Creating environment, 50 %",
        "Umgebung wird angelegt, 50 %",
    ),
    (lambda: worded("Segmentation fault"), "Segmentation fault", "Segmentation fault"),
    (lambda: worded(OSError(2, "gone")), "[Errno 2] gone", "[Errno 2] gone"),
    (lambda: worded(""), "", ""),
    (
        lambda: worded(translatable("{} GB", 3)),
        "3 GB",
        "3 GB",
    ),
]


@pytest.fixture
def german_words(qapp: QApplication) -> Iterator[None]:
    translator, before = QTranslator(), QLocale()
    assert translator.load("engineroom_de", str(TRANSLATIONS))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale("de_DE"))
    yield
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.mark.parametrize(("say", "english", "german"), SENTENCES)
def test_worded_in_english_is_the_library_s_text(
    say: Callable[[], str], english: str, german: str
) -> None:
    del german
    assert say() == english


@pytest.mark.usefixtures("german_words")
@pytest.mark.parametrize(("say", "english", "german"), SENTENCES)
def test_worded_in_german(say: Callable[[], str], english: str, german: str) -> None:
    del english
    assert say() == german


@pytest.mark.usefixtures("german_words")
def test_refusal_with_figures_is_all_german() -> None:
    sentence = refused()
    assert sentence.startswith("Sie braucht 6,00 GB auf ")
    assert "f5 ist angeheftet (3,00 GB)" in sentence
    assert "Andere Programme belegen 2,00 GB" in sentence
    assert "Lösen Sie f5" in sentence
    for english in ("needs", "would", "topping", " use ", "hoose", " of ", " and ", " or "):
        assert english not in sentence
