from __future__ import annotations

import json
from decimal import Decimal

from workers.base.messages import Translatable, translatable


def test_translatable_is_a_string_with_template_and_parts() -> None:
    size = translatable("{} GB", Decimal("2.50"))
    sentence = translatable("{engine} needs {size}", engine="F5", size=size)
    assert sentence == "F5 needs 2.50 GB"
    assert hash(sentence) == hash("F5 needs 2.50 GB")
    assert json.dumps({"why": sentence}) == '{"why": "F5 needs 2.50 GB"}'
    assert (sentence.template, sentence.values, sentence.parts) == (
        *("{engine} needs {size}", ()),
        {"engine": "F5", "size": size},
    )
    assert isinstance(sentence.parts["size"], Translatable)


def test_sequences_are_joined_with_commas() -> None:
    assert translatable("{who} hold {}", 3, who=["F5", translatable("a {}", "b"), ("c", "d")]) == (
        "F5, a b, c, d hold 3"
    )


def test_error_keeps_its_translatable() -> None:
    error = ValueError(translatable("no {}", "room"))
    assert isinstance(error.args[0], Translatable)
    assert str(error) == "no room"
