"""From a request's text to what an engine is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workers.text.clean import clean
from workers.text.problem import find_problem
from workers.text.rules import TextRules


def prepare(text: object, language: object, rules: TextRules) -> tuple[str, ...]:
    """The text in pieces; in one piece where the engine cuts by itself.

    Args:
        text: As it came.
        language: Its code; the engine's main one unless it is a text.
        rules: The engine's.

    Raises:
        TextRefused: It cannot be spoken.
    """
    cleaned = _checked(text, language, rules, "")
    if not rules.max_characters:
        return (cleaned,)
    return _cut(cleaned, language, rules)


def prepared(request: Mapping[str, Any], rules: TextRules, worker: str) -> dict[str, Any]:
    """A request with its text cleaned and, unless the engine cuts by itself, its ``pieces``.

    Args:
        request: ``text`` and perhaps ``language``; the rest is left as it is.
        rules: The engine's.
        worker: Named in the error.

    Raises:
        TextRefused: The text cannot be spoken.
    """
    language = request.get("language")
    text = _checked(request.get("text"), language, rules, worker)
    if not rules.max_characters:
        return {**request, "text": text}
    return {**request, "text": text, "pieces": list(_cut(text, language, rules))}


def _cut(text: str, language: object, rules: TextRules) -> tuple[str, ...]:
    from workers.text.pieces import cut  # noqa: PLC0415 - most engines cut texts themselves

    return cut(text, rules.language_of(language), rules.max_characters)


def _checked(text: object, language: object, rules: TextRules, worker: str) -> str:
    problem = find_problem(text, language, rules)
    if problem is not None:
        from workers.text.refusal import refused  # noqa: PLC0415 - few texts are refused

        raise refused(problem, rules, worker)
    return clean(str(text))
