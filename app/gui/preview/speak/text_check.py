"""Why a text cannot be spoken, in the user's language, before an engine is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.state.engine_view import Installation
from app.gui.text.language_names import language_name
from app.gui.text.lists import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gui.state.engine_view import EngineView
    from workers.catalog.entry import CatalogEntry
    from workers.text.problem import TextProblem
    from workers.text.rules import TextRules


def _tr(text: str) -> str:
    return QCoreApplication.translate("TextRefusal", text)


def text_problem(
    text: str, language: str, entry: CatalogEntry, views: Iterable[EngineView] = ()
) -> str:
    """One or two sentences on what is wrong; empty where the engine can be asked.

    Args:
        text: What to say.
        language: As the catalog names it.
        entry: Of the engine that is to speak.
        views: Other engines, to name those that could.
    """
    # Now, and not before there is a window: they are 10 ms of its way to the screen.
    from workers.text.problem import find_problem
    from workers.text.rules import TextRules
    from workers.text.scripts import scripts_of

    rules = TextRules.of(entry)
    problem = find_problem(text, language, rules) if rules is not None else None
    if rules is None or problem is None:
        return ""
    told = _sentence(problem, rules)
    readers = [
        view.entry.name
        for view in views
        if problem.script
        and view.installation is Installation.INSTALLED
        and any(problem.script in scripts_of(code) for code in view.entry.languages)
    ]
    if not readers:
        return told
    return _tr("{reason} Installed engines that can speak it: {engines}.").format(
        reason=told, engines=listed(readers)
    )


def _sentence(problem: TextProblem, rules: TextRules) -> str:
    match problem.kind:
        case "blank":
            return _tr("The text contains nothing to speak.")
        case "long":
            told = _tr(
                "The text is too long ({length} characters). Shorten it to {most} "
                "characters or split it."
            )
            locale = QLocale()
            return told.format(
                length=locale.toString(problem.characters), most=locale.toString(rules.longest)
            )
        case "damaged":
            return _tr("The text contains invalid characters. Copy it again from its source.")
        case "language":
            told = _tr("{engine} doesn’t speak {language}. Choose another engine.")
            return told.format(engine=rules.name, language=language_name(problem.language))
        case "script":
            told = _tr("The text doesn’t look like {language}. Choose the language of the text.")
            return told.format(language=language_name(problem.language))
