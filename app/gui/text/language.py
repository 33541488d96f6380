"""The language of the program's texts: what there is, and how it is put in force.

English stands in the code. Any other is a file ``engineroom_<locale>.qm`` among the resources;
Qt brings its own texts (buttons of dialogs, the menu of a text field) in files of the same kind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from app.resources import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QCoreApplication, QObject

#: What the texts in the code are written in.
SOURCE = "en"
_PREFIX = "engineroom_"


def available(folder: Path = TRANSLATIONS) -> tuple[str, ...]:
    """The locales' names that there are texts for, English first. Reads the disk."""
    found = {file.stem.removeprefix(_PREFIX) for file in folder.glob(f"{_PREFIX}*.qm")}
    return (SOURCE, *sorted(found - {SOURCE}))


def own_name(language: str) -> str:
    """What a language is called by those who speak it: ``Deutsch``."""
    if language == SOURCE:
        return "English"  # Qt would say whose.
    name = QLocale(language).nativeLanguageName()
    return name[:1].upper() + name[1:]


def texts(
    chosen: str | None,
    folder: Path = TRANSLATIONS,
    system: Sequence[str] | None = None,
) -> tuple[bytes, ...]:
    """Translation files' contents, Qt's own first; none for English. Reads the disk.

    Args:
        chosen: A locale's name; None for the system's languages.
        folder: Of our translations.
        system: What the system's user reads, the dearest first; asked for when None.
    """
    wanted = (chosen,) if chosen else system or QLocale.system().uiLanguages()
    for language in _spellings(wanted):
        if language == SOURCE:
            break
        ours = folder / f"{_PREFIX}{language}.qm"
        if ours.exists():
            return (*_texts_of_qt(language), ours.read_bytes())
    return ()


class _Texts(QTranslator):
    """A translator that keeps what it reads from: Qt does not copy it."""

    def __init__(self, content: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._content = content
        self.is_usable = self.load(content)


def install(application: QCoreApplication, contents: Iterable[bytes]) -> None:
    """Have all texts and figures from now on in the language of :func:`texts`."""
    language = SOURCE
    for content in contents:
        translator = _Texts(content, application)
        if translator.is_usable:
            application.installTranslator(translator)
            language = translator.language()
    QLocale.setDefault(_writing(QLocale(language), QLocale.system()))


def _writing(language: QLocale, system: QLocale) -> QLocale:
    """How figures are written: as the country does it, where the system has the same language."""
    return system if system.language() == language.language() else language


def _spellings(wanted: Iterable[str]) -> Iterable[str]:
    """Each locale's name, and then its language alone: ``de_AT``, ``de``."""
    for name in wanted:
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
