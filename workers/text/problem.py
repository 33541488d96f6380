"""Finds out why an engine can't speak a text, before the engine is asked. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from workers.child.languages import speaks
from workers.text.clean import clean
from workers.text.rules import TextRules
from workers.text.scripts import LATIN, script_of, scripts_of

ProblemKind = Literal["blank", "long", "damaged", "language", "script"]

_SURROGATES = re.compile(r"[\ud800-\udfff]")
#: Texts of every language contain Latin letters. This many are allowed even without others, as in
#: ``iPhone 15 Pro``; beside others they weigh less, since Hindi, for example, is written with
#: English words in it.
_LATIN_NAMES = 12
_LATIN_WEIGHT = 1 / 3


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Why a text can't be spoken.

    Attributes:
        kind: The kind of problem.
        language: The requested language; empty if unknown.
        script: The script of most letters, by Unicode's name, for kind ``script``.
        characters: The text's length, for kind ``long``.
        may_suit_another: Another engine may speak the same text: this one doesn't speak the
            language, or the language is only assumed.
    """

    kind: ProblemKind
    language: str = ""
    script: str = ""
    characters: int = 0
    may_suit_another: bool = False


def find_problem(text: object, language: object, rules: TextRules) -> TextProblem | None:
    """Returns why an engine can't speak a text; None if it can.

    Args:
        text: As received.
        language: Its code; the engine's main language if it isn't a string.
        rules: The engine's.
    """
    if not isinstance(text, str):
        return TextProblem("blank")
    if len(text) > rules.longest:
        return TextProblem("long", characters=len(text))
    if _SURROGATES.search(text):
        return TextProblem("damaged")
    letters = Counter(clean(text))
    if not any(unicodedata.category(letter)[0] in "LNS" for letter in letters):
        return TextProblem("blank")
    return _language_problem(letters, language, rules)


def _language_problem(
    letters: Counter[str], language: object, rules: TextRules
) -> TextProblem | None:
    """Returns why this engine can't speak a text that another one may."""
    if not rules.languages:
        return None  # Unknown languages; callers pass "en" by default.
    spoken = rules.language_of(language)
    if not speaks(rules.languages, spoken):
        return TextProblem("language", spoken, may_suit_another=True)
    script = _foreign_script(letters, spoken)
    if not script:
        return None
    is_guessed = spoken != language
    return TextProblem("script", spoken, script, may_suit_another=is_guessed)


def _foreign_script(letters: Counter[str], language: str) -> str:
    """Returns the script of most letters if the language doesn't use it; else empty."""
    own = scripts_of(language)
    if not own:
        return ""
    found: dict[str, int] = defaultdict(int)
    for letter, count in letters.items():
        script = script_of(letter)
        if script is not None:
            found[script] += count
    foreign: dict[str, float] = {
        script: count for script, count in found.items() if script not in own
    }
    latin = foreign.pop(LATIN, 0)
    if latin > _LATIN_NAMES:
        foreign[LATIN] = latin * _LATIN_WEIGHT
    if sum(foreign.values()) <= sum(found[script] for script in own):
        return ""
    return max(foreign, key=lambda script: foreign[script])
