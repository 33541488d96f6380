"""Languages as people call them."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def language_name(code: str) -> str:
    """A language by its name, with its region: ``Portuguese (BR)``; an unknown one as it is."""
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return code
    name = QLocale.languageToString(locale.language())
    _, _, region = code.partition("-")
    return f"{name} ({region})" if region else name
