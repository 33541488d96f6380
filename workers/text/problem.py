"""Why a text cannot be spoken, found before any engine is asked. Plain data, pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from workers.text.clean import clean
from workers.text.language import speaks
from workers.text.rules import TextRules
from workers.text.scripts import LATIN, script_of, scripts_of

ProblemKind = Literal["blank", "long", "damaged", "language", "script"]

_SURROGATES = re.compile(r"[\ud800-\udfff]")
#: Latin letters stand in the texts of every language, and engines cope with them: so many are all
#: right even if the text is nothing else, ``iPhone 15 Pro``; and beside others they weigh less,
#: since Hindi, say, is spoken and written with English words in it.
_LATIN_NAMES = 12
_LATIN_WEIGHT = 1 / 3


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong with a text.

    Attributes:
        kind: What.
        language: What it was to be spoken in; empty where nobody knows.
        script: What it is mostly written in, as Unicode names it, of ``script``.
        characters: How long it is.
        may_suit_another: Another engine may speak the same text: it is this one that does not
            speak the language, or nobody said which language it is.
    """

    kind: ProblemKind
    language: str = ""
    script: str = ""
    characters: int = 0
    may_suit_another: bool = False


def find_problem(text: object, language: object, rules: TextRules) -> TextProblem | None:
    """Look for a reason not to ask the engine; None when there is none.

    Args:
        text: As it came.
        language: Its code; the engine's main one unless it is a text.
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
    return _foreign(letters, language, rules)


def _foreign(letters: Counter[str], language: object, rules: TextRules) -> TextProblem | None:
    """What is wrong for this engine with a text that others may speak."""
    if not rules.languages:
        return None  # nobody knows what it reads; callers say "en" where they do not know either
    spoken = rules.language_of(language)
    if not speaks(rules.languages, spoken):
        return TextProblem("language", spoken, may_suit_another=True)
    script = _foreign_script(letters, spoken)
    if not script:
        return None
    is_guessed = spoken != language
    return TextProblem("script", spoken, script, may_suit_another=is_guessed)


def _foreign_script(letters: Counter[str], language: str) -> str:
    """The script of most letters, if the language is not written in it; else empty."""
    own = scripts_of(language)
    if not own:
        return ""
    found: dict[str, int] = defaultdict(int)
    for letter, times in letters.items():
        script = script_of(letter)
        if script is not None:
            found[script] += times
    foreign: dict[str, float] = {it: times for it, times in found.items() if it not in own}
    latin = foreign.pop(LATIN, 0)
    if latin > _LATIN_NAMES:
        foreign[LATIN] = latin * _LATIN_WEIGHT
    if sum(foreign.values()) <= sum(found[script] for script in own):
        return ""
    return max(foreign, key=lambda script: foreign[script])
