"""Which engines are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gui.engines_page import engine_facts as facts
from app.gui.state.engine_view import Installation
from app.gui.text import wording
from app.gui.text.language_names import language_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.engine_view import EngineView
    from workers.devices.probe import DeviceReading


@dataclass(frozen=True, slots=True)
class EngineFilter:
    """What the user looks for; all of it has to be met.

    Attributes:
        words: Each in the engine's name, in what it is for, or in a language of its.
        kind: ``tts``, ``stt``, or empty for either.
        language: A language without its region, such as ``pt``; empty for any.
        is_installed: Only what is there.
        fits: Only what a GPU of this computer has room for, or what needs none.
    """

    words: str = ""
    kind: str = ""
    language: str = ""
    is_installed: bool = False
    fits: bool = False

    def takes(self, view: EngineView, devices: Sequence[DeviceReading]) -> bool:
        """True for an engine that is looked for. Args: devices: Of the last reading."""
        entry = view.entry
        languages = map(language_name, base_languages(view))
        searched = "\n".join((entry.name, entry.engine, wording.kind(view), *languages)).casefold()
        return (
            all(word in searched for word in self.words.casefold().split())
            and self.kind in ("", entry.kind)
            and (not self.language or self.language in base_languages(view))
            and (not self.is_installed or view.installation is not Installation.MISSING)
            and (not self.fits or facts.fits(view, devices))
        )


def base_languages(view: EngineView) -> set[str]:
    """Its languages without their regions."""
    return {code.partition("-")[0] for code in view.entry.languages}
