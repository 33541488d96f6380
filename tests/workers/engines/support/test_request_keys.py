"""Request keys that all adapters share."""

from __future__ import annotations

from typing import Any

import pytest

from workers.engines.support import request_keys


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"text": "Good morning."}, ["Good morning."]),
        ({"text": "One. Two.", "pieces": ["One.", " ", "Two."]}, ["One.", "Two."]),
        ({"text": "One.", "pieces": []}, ["One."]),
        ({"text": "One.", "pieces": ["", "\n"]}, ["One."]),
        ({"text": "One.", "pieces": None}, ["One."]),
    ],
)
def test_pieces(request_: dict[str, Any], expected: list[str]) -> None:
    assert request_keys.pieces(request_) == expected


@pytest.mark.parametrize("pieces", ["One.", [1], {"One.": 1}])
def test_pieces_are_texts(pieces: object) -> None:
    with pytest.raises(ValueError, match="pieces must be a list of strings"):
        request_keys.pieces({"text": "One.", "pieces": pieces})


@pytest.mark.parametrize("request_", [{}, {"text": " \n"}, {"text": 7}, {"pieces": [""]}])
def test_text_is_required(request_: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="text is required"):
        request_keys.pieces(request_)


@pytest.mark.parametrize("given", [None, "", "default", "alba"])
def test_names_of_the_default_voice(given: str | None) -> None:
    assert request_keys.voice({"voice": given}, ("cosette", "alba"), "alba", "pocket") == "alba"


def test_missing_voice_is_refused() -> None:
    with pytest.raises(ValueError, match="pocket has no voice 'bob'; available: cosette, alba"):
        request_keys.voice({"voice": "bob"}, ("cosette", "alba"), "alba", "pocket")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, "en-us"),
        ("", "en-us"),
        ("en-GB", "en-gb"),
        ("en_US", "en-us"),
        ("en-AU", "en-us"),
        ("EN", "en-us"),
        ("zh-TW", "zh"),
        ("Zh", "zh"),
    ],
)
def test_languages_by_any_name(given: str | None, expected: str) -> None:
    known = ("en-us", "en-gb", "zh")
    assert request_keys.language({"language": given}, known, "kokoro") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("ar", "arb"), ("ar-EG", "arb"), ("nb_NO", "no"), ("fil", "tl"), ("iw", "he"), ("nn", "nn")],
)
def test_language_with_two_codes_is_known_by_both(given: str, expected: str) -> None:
    known = ("en", "arb", "no", "nn", "tl", "he")
    assert request_keys.language({"language": given}, known, "omnivoice") == expected


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="kokoro doesn't support language 'xx'; available: en, zh"):
        request_keys.language({"language": "xx"}, ("en", "zh"), "kokoro")


def test_hundreds_of_languages_are_not_all_listed() -> None:
    known = [f"l{number}" for number in range(646)]
    with pytest.raises(ValueError, match="l29 and 616 more"):
        request_keys.language({"language": "xx"}, known, "omnivoice")


@pytest.mark.parametrize(("given", "expected"), [(None, 1.0), (1, 1.0), (0.5, 0.5), (2.0, 2.0)])
def test_speed(given: object, expected: float) -> None:
    assert request_keys.speed({"speed": given}, 0.5, 2.0) == expected


@pytest.mark.parametrize("given", [0.49, 2.1, "fast", True, float("nan"), float("inf")])
def test_speed_has_a_range(given: object) -> None:
    with pytest.raises(ValueError, match=r"speed must be a number from 0\.5 to 2\.0"):
        request_keys.speed({"speed": given}, 0.5, 2.0)


@pytest.mark.parametrize("given", [None, 0, 7, 2**32 - 1])
def test_seed(given: int | None) -> None:
    assert request_keys.seed({"seed": given}) == given


@pytest.mark.parametrize("given", [-1, 1.5, True, "7", 2**32])
def test_seed_must_be_an_integer(given: object) -> None:
    with pytest.raises(ValueError, match="seed must be an integer from 0 to 4294967295"):
        request_keys.seed({"seed": given})


def test_values_in_errors_are_shortened() -> None:
    assert request_keys.shown("a\n  b") == "'a b'"
    assert len(request_keys.shown("long " * 100)) < 70
