"""From the wish to quit to its being carried out: a question where something would be cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.gui.controller.engine_view import Installation
from app.gui.text.lists import listed
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.gui.controller.hub import Hub
    from app.gui.widgets.confirmation import Confirmation


class Quitting(QObject):
    """Asks once, whoever wants to quit and how often.

    Attributes:
        agreed: Everything shall be stopped now.
    """

    agreed = Signal()

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._question: Confirmation | None = None

    def ask(self, window: QWidget | None) -> None:
        """Quit, after a question if an engine is at work.

        Args:
            window: Where to ask; None, or one that is hidden, for a dialog of its own.
        """
        if self._question is not None:
            self._question.present()
            return
        consequence = consequences(self._hub)
        if not consequence or self._hub.is_closing:
            self.agreed.emit()
            return
        from app.gui.widgets.confirmation import Confirmation

        is_in_sight = window is not None and window.isVisible()
        asked = self._question = Confirmation(
            self.tr("Quit Engine Room?"), consequence, window if is_in_sight else None
        )
        asked.setObjectName("quitQuestion")
        asked.offer(self.tr("&Quit anyway"), self.tr("&Keep running"))
        asked.agreed.connect(self.agreed)
        asked.finished.connect(self._forget)
        asked.present()

    def withdraw(self) -> None:
        """Ask no more: it has been decided elsewhere."""
        if self._question is not None:
            self._question.close()

    def _forget(self) -> None:
        self._question = None


def consequences(hub: Hub) -> str:
    """What would be cut off by quitting now, in words; empty for nothing."""
    # The workers' own word: with the window hidden a view may be some seconds old.
    busy = [it.entry.name for it in hub.views if hub.worker(it.id).state is WorkerState.BUSY]
    installing = [it.entry.name for it in hub.views if it.installation is Installation.INSTALLING]
    told: list[str] = []
    if len(busy) == 1:
        told.append(_tr("{} is still working. Unfinished speech will be lost.").format(*busy))
    elif busy:
        text = _tr("{} are still working. Unfinished speech will be lost.")
        told.append(text.format(listed(busy)))
    if installing:
        told.append(_tr("Still installing: {}.").format(listed(installing)))
    return "\n".join(told)


def _tr(text: str) -> str:
    return QCoreApplication.translate("quitting", text)
