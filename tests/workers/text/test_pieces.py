"""Splitting texts into pieces."""

# Full-width marks and quotes of many languages are intended.
# ruff: noqa: RUF001

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.gui.speech.sample_texts import sample_text
from workers.text.clean import clean
from workers.text.pieces import split_text
from workers.text.prepare import prepare, prepared
from workers.text.rules import TextRules

#: Letters of all kinds, with a high share of difficult sequences.
_TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list('.!?,;: \n。！？，、।॥؟"”」)\u200dáक्षไทยé👩🇩🇪한')),
    ),
    max_size=120,
)
_LANGUAGES = st.sampled_from(["", "en", "de", "fr", "hi", "ja", "zh", "ar", "th", "ko", "qqq"])


def _letters(text: str) -> str:
    return "".join(text.split())


@given(text=_TEXTS, language=_LANGUAGES, limit=st.integers(1, 60))
@example(text="한" * 30 + "ᆨ" * 20, language="ko", limit=7)
@example(text="a\u0301" * 3 + "\u0301" * 90, language="en", limit=5)
def test_pieces_lose_nothing_and_respect_the_limit(text: str, language: str, limit: int) -> None:
    text = clean(text)
    pieces = split_text(text, language, limit)
    assert _letters("".join(pieces)) == _letters(text)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("en", ["Dr. Smith paid $3.50 on Jan. 5th, e.g. for tea.", "It was version 1.2.3 of it."]),
        ("en", ['"How are you?" he asked.', "Mr. J. R. Tolkien came along."]),
        ("de", ["Am 3. Mai kam Dr. Müller z. B. um 8 Uhr.", "Das ist die 2. Auflage."]),
        ("fr", ["« Comment ça va ? » dit M. Dupont.", "Très bien, merci beaucoup."]),
        ("es", ["¡Hola, mis amigos!", "¿Qué tal están ustedes?", "El Sr. López pagó 3.500 euros."]),
        ("pt-BR", ["Olá, meus amigos.", "O Sr. Silva chegou ontem."]),
        ("hi", ["मेरा नाम राम शर्मा जी है।", "आप आज कैसे रहते हैं यहाँ?"]),
        ("bn", ["আমার নাম রহিম আহমেদ হোসেন।", "তুমি আজ কেমন আছো এখানে?"]),
        ("ta", ["வணக்கம் நண்பர்களே வாருங்கள்.", "எப்படி இருக்கிறீர்கள் நீங்கள்?"]),
        ("ar", ["مرحباً بكم جميعاً!", "كيف حالك اليوم يا صديقي؟"]),
        ("ur", ["آپ آج کیسے ہیں جناب؟", "میں بالکل ٹھیک ہوں۔"]),
        ("ko", ["여러분 안녕하세요!", "오늘은 어떻게 지내세요?"]),
        ("th", ["สวัสดีครับ ผมชื่อสมชาย วันนี้อากาศดีมาก"]),
    ],
)
def test_text_is_split_at_sentences(language: str, pieces: list[str]) -> None:
    assert split_text(" ".join(pieces), language, 200) == tuple(pieces)


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("zh", ["你好，我的朋友。", "他说：“我不知道！”然后走了。", "价格是3.5元一公斤。"]),
        ("ja", ["こんにちは。", "「元気ですか？」と聞いた。", "はい、そうです。"]),
    ],
)
def test_text_without_spaces_is_split_at_sentences(language: str, pieces: list[str]) -> None:
    assert split_text("".join(pieces), language, 200) == tuple(pieces)


def test_long_sentence_is_split_at_clauses_then_spaces_then_anywhere() -> None:
    clauses = "When it rained, which was often, they stayed at home, and they read 1,000 books."
    assert split_text(clauses, "en", 50) == (
        "When it rained, which was often,",
        "they stayed at home, and they read 1,000 books.",
    )
    assert split_text("seven words that have no clause here", "en", 20) == (
        "seven words that",
        "have no clause here",
    )
    assert split_text("a" * 45, "en", 20) == ("a" * 15,) * 3


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "🇩🇪", "क्षि", "👍🏽", "น้ำ", "g̈"])
def test_grapheme_clusters_are_not_split(cluster: str) -> None:
    pieces = split_text(cluster * 12, "hi", 2 * len(cluster) + 1)
    assert len(pieces) > 1
    assert all(len(piece) % len(cluster) == 0 for piece in pieces)


def test_short_sentences_are_joined() -> None:
    assert split_text("Hm. Yes. I see what you mean by that. Oh.", "en", 60) == (
        "Hm. Yes. I see what you mean by that. Oh.",
    )
    assert split_text("Hm. Yes. I see what you mean by that. Oh.", "en", 38) == (
        "Hm. Yes. I see what you mean by that.",
        "Oh.",
    )


def test_heading_is_a_piece_of_its_own() -> None:
    assert split_text("Birds\n\nThey sing at dawn.", "en", 200) == ("Birds", "They sing at dawn.")
    assert split_text("Oh.\n\nThey sing at dawn.", "en", 200) == ("Oh. They sing at dawn.",)


def test_line_ends_inside_a_sentence_are_spaces() -> None:
    assert split_text("They sing\nat dawn, and\nat dusk.", "en", 200) == (
        "They sing at dawn, and at dusk.",
    )


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt"])
def test_first_piece_is_short(language: str) -> None:
    fable = sample_text("fable", language)
    assert fable is not None
    pieces = split_text(fable, language, 400)
    assert 20 < len(pieces[0]) <= 100
    assert len(pieces) < 6


def test_first_piece_of_wide_letters_is_as_short() -> None:
    text = "北风和太阳正在争论谁更强大，" * 3 + "这时来了一个旅行者，身上穿着一件厚厚的暖和的外套。"
    assert len(split_text(text, "zh", 400)[0]) <= 50


def test_sentences_are_found_across_windows() -> None:
    texts = [f"Lark number {number} sings at dawn, says Dr. Finch." for number in range(300)]
    assert split_text(" ".join(texts), "en", 200) == tuple(texts)


@pytest.mark.parametrize("limit", [60, 400])
def test_words_of_a_text_without_full_stops_are_not_split(limit: int) -> None:
    words = ("lorem ipsum dolor sit amet " * 400).split()
    assert " ".join(split_text(" ".join(words), "en", limit)).split() == words


@pytest.mark.parametrize(
    ("title", "name"), [("Dr.", "Smith"), ("St.", "James"), ("the U.S.", "Senate"), ("Prof.", "Li")]
)
def test_no_piece_ends_with_an_abbreviation(title: str, name: str) -> None:
    text = (
        f"The committee met early on this morning with {title} {name} and all of the people who "
        "had been asked by letter to come along to it."
    )
    for limit in (80, 400):
        assert not any(piece.endswith(title) for piece in split_text(text, "en", limit))
    lion = '"I came to see the lions. They were asleep all day and nobody woke them up," he said.'
    assert split_text(lion, "en", 60)[0] == '"I came to see the lions.'


def test_request_gets_pieces_unless_the_engine_splits_texts() -> None:
    request = {"text": "\ufeffOne is here. Two are there.", "voice": "lark"}
    expected = {"text": "One is here. Two are there.", "voice": "lark"}
    assert prepared(request, TextRules("Any"), "any") == expected
    pieces = ["One is here.", "Two are there."]
    assert prepared(request, TextRules("Any", (), 20), "any") == {**expected, "pieces": pieces}
    assert prepare(request["text"], None, TextRules("Any", (), 20)) == tuple(pieces)
    assert prepare(request["text"], None, TextRules("Any")) == (expected["text"],)
