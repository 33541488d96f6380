"""Refused texts, by engine and language, and their messages."""

# The tests need letters of many scripts.
# ruff: noqa: RUF001

from __future__ import annotations

import pytest

from app.gui.speech.sample_texts import sample_text
from workers.catalog.entry import CatalogEntry
from workers.errors import TextRefused
from workers.text.prepare import prepare
from workers.text.problem import find_problem
from workers.text.rules import LONGEST_TEXT, TextRules
from workers.text.scripts import script_of, scripts_of

ANY = TextRules("Any")
ENGLISH = TextRules("Lark", ("en-US", "en-GB"))
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr")


def kind(text: object, language: object = "en", rules: TextRules = ANY) -> str | None:
    problem = find_problem(text, language, rules)
    return problem.kind if problem is not None else None


def kind_spoken(text: str, language: str) -> str | None:
    """Returns the kind of problem for an engine of that language."""
    return kind(text, language, TextRules("Lark", (language,)))


@pytest.mark.parametrize(
    "text", [None, 5, "", " \n\t", "...", "\u200b\ufeff", "—!?", "\x00\x1b[0m"]
)
def test_nothing_to_speak(text: object) -> None:
    assert kind(text) == "blank"


@pytest.mark.parametrize("text", ["a", "5", "€", "☺", "...and so on"])
def test_something_to_speak(text: str) -> None:
    assert kind(text) is None


def test_longest_text() -> None:
    assert kind("a" * LONGEST_TEXT) is None
    assert kind("a" * (LONGEST_TEXT + 1)) == "long"


@pytest.mark.parametrize("text", ["caf\udce9", "half an emoji: \ud83d", "\ude00"])
def test_damaged(text: str) -> None:
    assert kind(text) == "damaged"


@pytest.mark.parametrize("language", ["en", "EN_gb", "en-AU", "", None, 7])
def test_supported_languages_are_accepted(language: object) -> None:
    assert kind("Hello", language, ENGLISH) is None


def test_unsupported_language_is_a_problem() -> None:
    assert kind("Guten Tag", "de", ENGLISH) == "language"
    assert kind("Guten Tag", "de", ANY) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_sample_of_each_language_has_no_problem(language: str) -> None:
    text = sample_text("greeting", language)
    assert text is not None
    assert kind_spoken(text, language) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Привет, как дела?", "en"),
        ("नमस्ते, आप कैसे हैं?", "en"),
        ("你好，你叫什么名字？", "en"),
        ("こんにちは、元気ですか", "zh"),
        ("안녕하세요", "ja"),
        ("The quick brown fox jumps.", "hi"),
        ("The quick brown fox jumps.", "ar"),
        ("The quick brown fox jumps. नहीं", "hi"),
        ("γειά σου Κόσμε", "de"),
    ],
)
def test_mostly_in_another_script(text: str, language: str) -> None:
    assert kind_spoken(text, language) == "script"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('"Привет" is how Russians greet each other.', "en"),
        ("iPhone 15 Pro", "ja"),
        ("मुझे WhatsApp पर message करो", "hi"),
        ("日本語", "ja"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "en"),
        ("𝓯𝓪𝓷𝓬𝔂 ﬁne", "en"),
        ("Здраво svima", "sr"),
        ("привіт", "uk"),
        ("漢字", "ko"),
        ("12:30", "hi"),
        ("whatever it is", "qqq"),  # the script of this language is unknown
    ],
)
def test_stray_words_and_scripts_of_its_own(text: str, language: str) -> None:
    assert kind_spoken(text, language) is None


def test_missing_language_means_the_main_one() -> None:
    assert kind("Привет, как дела?", None, ENGLISH) == "script"


def test_engine_without_languages_accepts_any_script() -> None:
    assert kind("Привет, как дела?", "en", ANY) is None


def test_scripts() -> None:
    assert scripts_of("sr-Latn") == {"CYRILLIC", "LATIN"}
    assert scripts_of("yue") == {"CJK", "BOPOMOFO"}
    assert scripts_of("sw") == {"LATIN"}
    assert not scripts_of("qqq")
    assert [script_of(it) for it in "aЖक中ー5 "] == [
        *("LATIN", "CYRILLIC", "DEVANAGARI", "CJK"),
        *(None, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "language", "words", "may_suit_another"),
    [
        ("...", "en", ["nothing to speak"], False),
        ("a" * 100_001, "en", ["100001 characters", "100000"], False),
        ("\ud83d", "en", ["lone surrogates", "UTF-8"], False),
        ("Hallo", "de", ["Lark speaks en-US and en-GB, not 'de'", "Piper or Finch"], True),
        ("Ciao", "it", ["no installed engine does"], True),
        ("Привет", "en", ["mostly in Cyrillic script", "'en'"], False),
        ("你好", None, ["mostly in Chinese script"], True),
    ],
)
def test_refusal(text: str, language: str | None, words: list[str], may_suit_another: bool) -> None:
    rules = TextRules(
        "Lark",
        ENGLISH.languages,
        speakers=lambda code: ["Lark", "Piper", "Finch"] if code == "de" else [],
    )
    with pytest.raises(TextRefused) as refused:
        prepare(text, language, rules)
    assert all(word in str(refused.value) for word in words), str(refused.value)
    assert refused.value.may_suit_another is may_suit_another


def test_rules_of_an_entry() -> None:
    fields = {"name": "Lark", "kind": "tts", "languages": ["en"], "max_characters": 80}
    adapted = CatalogEntry.from_fields("lark", {**fields, "adapter": "lark.adapter"})
    assert TextRules.of(adapted) == TextRules("Lark", ("en",), 80)
    reflected = CatalogEntry.from_fields("lark", {**fields, "import_path": "lark:Lark"})
    assert TextRules.of(reflected) == TextRules("Lark", ("en",), 0)
    listener = CatalogEntry.from_fields("owl", {"name": "Owl", "kind": "stt", "adapter": "owl"})
    assert TextRules.of(listener) is None


@pytest.mark.parametrize("wanted", ["ar", "arb"])
@pytest.mark.parametrize("spoken", ["ar", "arb"])
def test_language_with_two_codes_is_spoken_under_both(wanted: str, spoken: str) -> None:
    rules = TextRules("Any", (spoken,))
    assert find_problem("مرحباً بكم جميعاً", wanted, rules) is None
    problem = find_problem("Hello there, my friends.", wanted, rules)
    assert problem is not None
    assert problem.kind == "script"
