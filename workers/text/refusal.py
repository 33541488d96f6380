"""Turns a text problem into an error with advice."""

from __future__ import annotations

from workers.base.messages import listed
from workers.errors import TextRefused
from workers.text.problem import TextProblem
from workers.text.rules import TextRules
from workers.text.scripts import CJK


def refused(problem: TextProblem, rules: TextRules, worker: str = "") -> TextRefused:
    """Returns the error for a problem.

    Args:
        problem: The problem.
        rules: The engine's; also names other engines for the language.
        worker: The worker's name.
    """
    message = _message(problem, rules)
    return TextRefused(message, worker=worker, may_suit_another=problem.may_suit_another)


def _message(problem: TextProblem, rules: TextRules) -> str:
    match problem.kind:
        case "blank":
            return "the text contains nothing to speak: enter some words"
        case "long":
            return (
                f"the text has {problem.characters} characters, over the limit of "
                f"{rules.longest}: split it"
            )
        case "damaged":
            return "the text contains lone surrogates: decode it as UTF-8 and send it again"
        case "language":
            return (
                f"{rules.name} speaks {listed(rules.languages)}, not {problem.language!r}: "
                f"{_advice(problem, rules)}"
            )
        case "script":
            return (
                f"the text is mostly in {_name(problem.script)} script, which "
                f"{problem.language!r} doesn't use: set the language of the text, and choose "
                "an engine that speaks it"
            )


def _name(script: str) -> str:
    return "Chinese" if script == CJK else script.capitalize()


def _advice(problem: TextProblem, rules: TextRules) -> str:
    others = [name for name in rules.speakers(problem.language) if name != rules.name]
    if not others:
        return "no installed engine does; install one that does"
    return f"choose {listed(others, 'or')}, which {'does' if len(others) == 1 else 'do'}"
