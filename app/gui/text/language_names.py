"""Languages as people call them."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.gui.text.language import own_name
from app.gui.text.rare_languages import rare_languages


def language_name(code: str) -> str:
    """A language by its name, with its region: ``Portuguese (BR)``; an unknown one as it is.

    Qt knows the names in English and in the language itself: a program that speaks another one
    says what the speakers say. Those that it does not know have their English name.
    """
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return rare_languages().get(code, code)
    plain, _, region = code.partition("-")
    is_english = QLocale().language() in (QLocale.Language.English, QLocale.Language.C)
    name = QLocale.languageToString(locale.language()) if is_english else own_name(plain)
    return f"{name} ({region})" if region else name
