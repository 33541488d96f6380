"""Cleaning texts."""

# Letters of many scripts are intended.
# ruff: noqa: RUF001

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.clean import clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\ufeffHello", "Hello"),
        ("  Hello \n", "Hello"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("\x1b[1;31mred\x1b[0m alert", "red alert"),
        ("C1\x9b too", "C1 too"),
        ("soft\u00adhyphen", "softhyphen"),
        ("in\u200bvisib\u2060ly cut", "invisibly cut"),
        ("\u202eright to left\u202c and \u2067isolated\u2069", "right to left and isolated"),
        ("line\r\nline\rline\u2028line\x0bline", "line\nline\nline\nline\nline"),
        ("fields\x1fapart", "fields apart"),
        ("tab\tstays", "tab\tstays"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Non-joiner: Persian spelling.
        ("क्\u200dष", "क्\u200dष"),  # Joiner: Hindi spelling.
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\u06dd١", "\u06dd١"),  # End of verse: a visible format character.
    ],
)
def test_spoken_characters_stay(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_clean_keeps_letters_and_is_idempotent(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    kept = [letter for letter in unicodedata.normalize("NFD", text) if letter.isalnum()]
    if "\x1b" not in text:  # Escape sequences contain digits.
        assert [
            letter for letter in unicodedata.normalize("NFD", cleaned) if letter.isalnum()
        ] == kept
