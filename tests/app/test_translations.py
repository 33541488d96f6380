"""Translations: complete, consistent with the code, and compiled."""

from __future__ import annotations

import string
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from app.resources import TRANSLATIONS
from installer import translations

ROOT = Path(__file__).resolve().parents[2]
FILES = translations.files(ROOT)


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def path(request: pytest.FixtureRequest) -> Path:
    """A translation file."""
    found = request.param
    assert isinstance(found, Path)
    return found


def holes(text: str) -> Counter[tuple[str, str]]:
    """Returns the placeholders of a text, with their formats."""
    parts = string.Formatter().parse(text)
    return Counter((name, form or "") for _, name, form, _ in parts if name is not None)


def mnemonics(text: str) -> int:
    return text.replace("&&", "").count("&")


def ends(text: str) -> tuple[bool, bool, bool]:
    """Returns whether a text starts with a space, ends with a space, and ends with "…"."""
    return text[:1].isspace(), text[-1:].isspace(), text.endswith("…")


def test_german_ships() -> None:
    assert TRANSLATIONS / "engineroom_de.ts" in FILES


def test_translations_match_the_texts_of_the_code(path: Path) -> None:
    hint = "run python3 -m installer translate"
    translated = translations.read(path)
    assert sorted(translated) == translations.collect(ROOT), hint
    assert not [text for text, translation in translated.items() if not translation.strip()]


def test_translations_keep_the_placeholders(path: Path) -> None:
    translated = translations.read(path)
    assert not [(text, it) for text, it in translated.items() if holes(text.source) != holes(it)]


def test_translations_keep_the_mnemonics(path: Path) -> None:
    translated = translations.read(path)
    more = [(text, it) for text, it in translated.items() if mnemonics(it) > mnemonics(text.source)]
    assert not more
    fewer = [text for text, it in translated.items() if mnemonics(it) < mnemonics(text.source)]
    assert not fewer, "keyboard users need these mnemonics"


def test_texts_begin_and_end_alike(path: Path) -> None:
    translated = translations.read(path)
    assert not [(text, it) for text, it in translated.items() if ends(text.source) != ends(it)]


def test_compiled_translations_match_the_sources(path: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    assert translator.language() == path.stem.partition("_")[2]
    loaded = {
        text: translator.translate(text.context, text.source) for text in translations.read(path)
    }
    assert loaded == translations.read(path), "run python3 -m installer translate"
