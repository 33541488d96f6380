"""The language of the program: which there are, and how one is installed.

English is in the code. Each other language is a file ``engineroom_<locale>.qm`` in the resources;
Qt has its own texts (buttons of dialogs, the menu of a text field) in files of the same kind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from app.resources import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QCoreApplication, QObject

#: The language of the texts in the code.
SOURCE = "en"
_PREFIX = "engineroom_"


def available(folder: Path = TRANSLATIONS) -> tuple[str, ...]:
    """Returns the locales that there are texts for, English first. Reads the disk."""
    found = {file.stem.removeprefix(_PREFIX) for file in folder.glob(f"{_PREFIX}*.qm")}
    return (SOURCE, *sorted(found - {SOURCE}))


def own_name(language: str) -> str:
    """Returns a language's own name: ``Deutsch``."""
    if language == SOURCE:
        return "English"  # Qt would add a country.
    name = QLocale(language).nativeLanguageName()
    return name[:1].upper() + name[1:]


def texts(
    chosen: str | None,
    folder: Path = TRANSLATIONS,
    system: Sequence[str] | None = None,
) -> tuple[bytes, ...]:
    """Reads translation files, Qt's own first; none for English.

    Args:
        chosen: A locale's name; None for the system's languages.
        folder: Where our translations are.
        system: The user's languages, preferred first; those of the system when None.
    """
    preferred = (chosen,) if chosen else system or QLocale.system().uiLanguages()
    for language in _spellings(preferred):
        if language == SOURCE:
            break
        ours = folder / f"{_PREFIX}{language}.qm"
        if ours.exists():
            return (*_texts_of_qt(language), ours.read_bytes())
    return ()


class _Texts(QTranslator):
    """A translator that keeps the bytes it was loaded from, which Qt doesn't copy."""

    def __init__(self, content: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._content = content
        self.is_usable = self.load(content)


def install(application: QCoreApplication, contents: Iterable[bytes]) -> None:
    """Installs the result of :func:`texts`, and the number format that goes with it."""
    language = SOURCE
    for content in contents:
        translator = _Texts(content, application)
        if translator.is_usable:
            application.installTranslator(translator)
            language = translator.language()
    QLocale.setDefault(_writing(QLocale(language), QLocale.system()))


def _writing(language: QLocale, system: QLocale) -> QLocale:
    """Returns the locale for numbers: the system's country, if the language is the same."""
    return system if system.language() == language.language() else language


def _spellings(locales: Iterable[str]) -> Iterable[str]:
    """Yields each locale's name, and then its language alone: ``de_AT``, ``de``."""
    for name in locales:
        underscored = name.replace("-", "_")
        yield underscored
        yield underscored.partition("_")[0]


def _texts_of_qt(language: str) -> tuple[bytes, ...]:
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for spelling in _spellings((language,)):
        file = folder / f"qtbase_{spelling}.qm"
        if file.exists():
            return (file.read_bytes(),)
    return ()
