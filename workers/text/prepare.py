"""Turns a request's text into what an engine is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workers.text.clean import clean
from workers.text.problem import find_problem
from workers.text.rules import TextRules


def prepare(text: object, language: object, rules: TextRules) -> tuple[str, ...]:
    """Returns a text in pieces; in one piece if the engine splits texts itself.

    Args:
        text: As received.
        language: Its code; the engine's main language if it isn't a string.
        rules: The engine's.

    Raises:
        TextRefused: The text can't be spoken.
    """
    cleaned = _checked(text, language, rules, "")
    if not rules.max_characters:
        return (cleaned,)
    return _split(cleaned, language, rules)


def prepared(request: Mapping[str, Any], rules: TextRules, worker: str) -> dict[str, Any]:
    """Returns a request with cleaned text and, unless the engine splits texts itself, ``pieces``.

    Args:
        request: Has ``text`` and optionally ``language``; other keys stay.
        rules: The engine's.
        worker: The worker's name, for the error.

    Raises:
        TextRefused: The text can't be spoken.
    """
    language = request.get("language")
    text = _checked(request.get("text"), language, rules, worker)
    if not rules.max_characters:
        return {**request, "text": text}
    return {**request, "text": text, "pieces": list(_split(text, language, rules))}


def _split(text: str, language: object, rules: TextRules) -> tuple[str, ...]:
    from workers.text.pieces import split_text  # noqa: PLC0415 - most engines split texts themselves

    return split_text(text, rules.language_of(language), rules.max_characters)


def _checked(text: object, language: object, rules: TextRules, worker: str) -> str:
    problem = find_problem(text, language, rules)
    if problem is not None:
        from workers.text.refusal import refused  # noqa: PLC0415 - few texts are refused

        raise refused(problem, rules, worker)
    return clean(str(text))
