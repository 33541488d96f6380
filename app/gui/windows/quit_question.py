"""Quitting: a question first where that cuts something off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.gui.state.engine_view import Installation
from app.gui.text.lists import listed
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.gui.controller.hub import Hub
    from app.gui.widgets.confirmation import Confirmation


class QuitQuestion(QObject):
    """Asks once, however often quitting is requested.

    Attributes:
        agreed: Quit now.
    """

    agreed = Signal()

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._dialog: Confirmation | None = None

    def ask(self, window: QWidget | None) -> None:
        """Asks if an engine is at work; else agrees at once.

        Args:
            window: Where to ask; None, or a hidden one, for a dialog of its own.
        """
        if self._dialog is not None:
            self._dialog.present()
            return
        lost = consequences(self._hub)
        if not lost or self._hub.is_closing:
            self.agreed.emit()
            return
        from app.gui.widgets.confirmation import Confirmation

        is_visible = window is not None and window.isVisible()
        dialog = self._dialog = Confirmation(
            self.tr("Quit Engine Room?"), lost, window if is_visible else None
        )
        dialog.setObjectName("quitQuestion")
        dialog.offer(self.tr("&Quit anyway"), self.tr("&Keep running"))
        dialog.agreed.connect(self.agreed)
        dialog.finished.connect(self._forget)
        dialog.present()

    def withdraw(self) -> None:
        """Closes the question: it has been decided elsewhere."""
        if self._dialog is not None:
            self._dialog.close()

    def _forget(self) -> None:
        self._dialog = None


def consequences(hub: Hub) -> str:
    """Returns what quitting now would cut off, in words; empty for nothing."""
    # The workers' own state: with the window hidden a view may be some seconds old.
    busy = [view.entry.name for view in hub.views if hub.worker(view.id).state is WorkerState.BUSY]
    installing = [
        view.entry.name for view in hub.views if view.installation is Installation.INSTALLING
    ]
    sentences: list[str] = []
    if len(busy) == 1:
        sentences.append(_tr("{} is still working. Unfinished speech will be lost.").format(*busy))
    elif busy:
        template = _tr("{} are still working. Unfinished speech will be lost.")
        sentences.append(template.format(listed(busy)))
    if installing:
        sentences.append(_tr("Still installing: {}.").format(listed(installing)))
    return "\n".join(sentences)


def _tr(text: str) -> str:
    return QCoreApplication.translate("quitting", text)
