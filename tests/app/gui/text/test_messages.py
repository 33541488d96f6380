"""What the library says, in the user's language: made by the library itself, not by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.audio import errors
from app.gui.text import wording
from app.gui.text.messages import worded
from app.resources import TRANSLATIONS
from tests.workers.memory.spaces import Worker, space
from workers.base.events import Progress
from workers.base.messages import translatable
from workers.diagnosis.causes import Cause, Diagnosis
from workers.memory.admission import plan_start
from workers.memory.plan import Refuse, Wait

GIB = 2**30


def refused() -> str:
    """A card of 8 GB that a pinned worker and another program have filled."""
    pinned = Worker("f5", 3 * GIB, is_pinned=True)
    plan = plan_start([space(6 * GIB, pinned, others=2 * GIB, total=8 * GIB)])
    assert isinstance(plan, Refuse)
    return worded(plan.sentence)


def waits() -> str:
    busy = Worker("f5", 6 * GIB, "busy")
    plan = plan_start([space(6 * GIB, busy, total=8 * GIB)])
    assert isinstance(plan, Wait)
    return worded(plan.reason)


SENTENCES: list[tuple[Callable[[], str], str, str]] = [
    (waits, "waiting for memory held by f5", "wartet auf Speicher von f5"),
    (
        lambda: worded(errors.lost("Lautsprecher", "gone")),
        (
            "Lautsprecher went away while it was playing (gone); connect it again, or choose "
            "another output device, then play again."
        ),
        (
            "Lautsprecher verschwand beim Abspielen (gone); schließen Sie es wieder an, oder "
            "wählen Sie eine andere Tonausgabe, und spielen Sie dann noch einmal ab."
        ),
    ),
    (
        lambda: worded(Diagnosis(Cause.MISSING_PACKAGE, "numpy").sentence),
        "The Python package numpy is missing from its environment.",
        "In ihrer Umgebung fehlt das Python-Paket numpy.",
    ),
    (
        lambda: worded(Diagnosis(Cause.MISSING_PACKAGE).sentence),
        "A Python package is missing.",
        "In ihrer Umgebung fehlt ein Python-Paket.",
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
def test_in_english_it_is_what_the_library_says(
    say: Callable[[], str], english: str, german: str
) -> None:
    del german
    assert say() == english


@pytest.mark.usefixtures("german_words")
@pytest.mark.parametrize(("say", "english", "german"), SENTENCES)
def test_in_german_all_of_it_is_german(say: Callable[[], str], english: str, german: str) -> None:
    del english
    assert say() == german


@pytest.mark.usefixtures("german_words")
def test_the_arithmetic_of_a_refusal_is_german_to_the_last_figure() -> None:
    told = refused()
    assert told.startswith("Sie braucht 6,00 GB auf ")
    assert "f5 ist angeheftet (3,00 GB)" in told
    assert "Andere Programme belegen 2,00 GB" in told
    assert "Lösen Sie f5" in told
    for english in ("needs", "would", "topping", " use ", "hoose", " of ", " and ", " or "):
        assert english not in told
