from __future__ import annotations

import json
from decimal import Decimal

from workers.base.messages import Translatable, translatable


def test_a_sentence_is_a_text_and_remembers_how_it_was_made() -> None:
    size = translatable("{} GB", Decimal("2.50"))
    told = translatable("{engine} needs {size}", engine="F5", size=size)
    assert told == "F5 needs 2.50 GB"
    assert hash(told) == hash("F5 needs 2.50 GB")
    assert json.dumps({"why": told}) == '{"why": "F5 needs 2.50 GB"}'
    assert (told.template, told.values, told.parts) == (
        *("{engine} needs {size}", ()),
        {"engine": "F5", "size": size},
    )
    assert isinstance(told.parts["size"], Translatable)


def test_several_in_a_row_are_separated_by_commas() -> None:
    assert translatable("{who} hold {}", 3, who=["F5", translatable("a {}", "b"), ("c", "d")]) == (
        "F5, a b, c, d hold 3"
    )


def test_an_error_keeps_its_sentence() -> None:
    error = ValueError(translatable("no {}", "room"))
    assert isinstance(error.args[0], Translatable)
    assert str(error) == "no room"
