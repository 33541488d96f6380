"""Splitting of texts in adapters."""

from __future__ import annotations

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from workers.engines.support import inputs
from workers.engines.support.cutting import cut


@hypothesis_given(text=st.text(min_size=1, max_size=80), longest=st.integers(1, 30))
def test_pieces_are_complete_and_within_the_limit(text: str, longest: int) -> None:
    pieces = cut(text, longest)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Short.", ["Short."]),
        ("One is here. Two is there, too.", ["One is here.", "Two is there, too."]),
        ("One is there, and two is not", ["One is there,", "and two is not"]),
        ("no marks are anywhere in this", ["no marks are anywhere", "in this"]),
        (
            "価格は3.5元です。それは高いですね、本当に高いです。",
            ["価格は3.5元です。", "それは高いですね、本当に高いです。"],
        ),
        ("a" * 30, ["a" * 22, "a" * 8]),
        ("e\u0301" * 15, ["e\u0301" * 11, "e\u0301" * 4]),
    ],
)
def test_places(text: str, pieces: list[str]) -> None:
    assert cut(text, 22) == pieces


def test_given_pieces_are_kept() -> None:
    text = "One is here. Two is there."
    assert inputs.spoken_pieces({"text": text}, 15) == ["One is here.", "Two is there."]
    assert inputs.spoken_pieces({"text": text, "pieces": [text]}, 15) == [text]
    assert inputs.spoken_pieces({"text": text}) == [text]
