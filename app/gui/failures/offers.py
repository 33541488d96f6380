"""Applies the remedy of a failure card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.gui.state.failure_note import FailureNote, Offer

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub


def apply_offer(note: FailureNote, hub: Hub, show_log: Callable[[str], None]) -> None:
    """Applies the remedy that a card offers. Returns at once; the engine's state shows the result.

    Args:
        note: The failure.
        hub: Starts and installs engines.
        show_log: Opens an engine's log by its ID; the program's log for an empty ID.
    """
    if note.offer is Offer.RUN_ON_CPU:
        from app.settings import EngineSettings

        hub.settings.set_of(EngineSettings.device, note.engine, "cpu")
        hub.start(note.engine)
    elif note.offer is Offer.OPEN_LINK:
        QDesktopServices.openUrl(QUrl(note.failure.diagnosis.link))
    elif note.offer is Offer.SHOW_LOG:
        show_log(note.log)
    else:
        {
            Offer.START: hub.start,
            Offer.MAKE_ROOM: hub.start,
            Offer.INSTALL: hub.installations.install,
            Offer.REPAIR: hub.installations.repair,
        }[note.offer](note.engine)
