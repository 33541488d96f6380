"""Checks whether an engine can speak a text, before the engine is started."""

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
    return QCoreApplication.translate("text_check", text)


def text_problem(
    text: str, language: str, entry: CatalogEntry, views: Iterable[EngineView] = ()
) -> str:
    """Returns why an engine can't speak a text, in one or two sentences; empty if it can.

    Args:
        text: The text to speak.
        language: A language code of the catalog.
        entry: The engine's catalog entry.
        views: Other engines, to name those that can speak the text.
    """
    # Imported late: these modules would delay the first window by 10 ms.
    from workers.text.problem import find_problem
    from workers.text.rules import TextRules
    from workers.text.scripts import scripts_of

    rules = TextRules.of(entry)
    problem = find_problem(text, language, rules) if rules is not None else None
    if rules is None or problem is None:
        return ""
    reason = _sentence(problem, rules)
    engines = [
        view.entry.name
        for view in views
        if problem.script
        and view.installation is Installation.INSTALLED
        and any(problem.script in scripts_of(code) for code in view.entry.languages)
    ]
    if not engines:
        return reason
    return _tr("{reason} Installed engines that can speak it: {engines}.").format(
        reason=reason, engines=listed(engines)
    )


def _sentence(problem: TextProblem, rules: TextRules) -> str:
    match problem.kind:
        case "blank":
            return _tr("The text contains nothing to speak.")
        case "long":
            text = _tr(
                "The text is too long ({length} characters). Shorten it to {most} "
                "characters or split it."
            )
            locale = QLocale()
            return text.format(
                length=locale.toString(problem.characters), most=locale.toString(rules.longest)
            )
        case "damaged":
            return _tr("The text contains invalid characters. Copy it again from its source.")
        case "language":
            text = _tr("{engine} doesn’t speak {language}. Choose another engine.")
            return text.format(engine=rules.name, language=language_name(problem.language))
        case "script":
            text = _tr("The text doesn’t look like {language}. Choose the language of the text.")
            return text.format(language=language_name(problem.language))
