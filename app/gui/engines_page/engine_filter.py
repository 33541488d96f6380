"""The filter of the list of engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gui.state.engine_view import Installation
from app.gui.text import engine_facts, wording
from app.gui.text.language_names import language_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gui.state.engine_view import EngineView
    from workers.devices.probe import DeviceReading


@dataclass(frozen=True, slots=True)
class EngineFilter:
    """Conditions that an engine has to meet.

    Attributes:
        words: Words that occur in the engine's name, kind, or languages.
        kind: ``tts``, ``stt``, or empty for either.
        language: A language without its region, such as ``pt``; empty for any.
        is_installed: Only installed engines.
        fits: Only engines that fit a GPU of this computer, or need none.
    """

    words: str = ""
    kind: str = ""
    language: str = ""
    is_installed: bool = False
    fits: bool = False

    def matches(self, view: EngineView, devices: Sequence[DeviceReading]) -> bool:
        """Returns whether an engine matches. Args: devices: The devices of the last reading."""
        entry = view.entry
        languages = map(language_name, base_languages(view))
        searched = "\n".join((entry.name, entry.engine, wording.kind(view), *languages)).casefold()
        return (
            all(word in searched for word in self.words.casefold().split())
            and self.kind in ("", entry.kind)
            and (not self.language or self.language in base_languages(view))
            and (not self.is_installed or view.installation is not Installation.MISSING)
            and (not self.fits or engine_facts.fits(view, devices))
        )


def base_languages(view: EngineView) -> set[str]:
    """Returns the engine's languages without their regions."""
    return {code.partition("-")[0] for code in view.entry.languages}
