"""The banner for new users, with a first engine to try."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.state.engine_view import Installation
from app.gui.style.theme import GRID

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.state.engine_view import EngineView


class WelcomeBanner(QFrame):
    """Shown on top of the window until it is dismissed, or the first engine speaks.

    Attributes:
        play_asked: The engine is ready, and is to speak: its ID.
        engines_asked: The user wants the list of all engines.
        left: The user has dismissed it.
    """

    play_asked = Signal(str)
    engines_asked = Signal()
    left = Signal()

    def __init__(self, hub: Hub, *, has_tray: bool, parent: QWidget | None = None) -> None:
        """Creates the banner; ``has_tray`` is True if the desktop shows the icon."""
        super().__init__(parent)
        self._hub = hub
        self._engine = ""
        self._is_installing = False
        self.setProperty("role", "banner")
        self.setObjectName("welcome")
        self.hear = QPushButton(self)
        self.hear.setObjectName("hearFirstVoice")
        self.hear.setProperty("role", "primary")
        self.hear.setVisible(False)
        self.more = QPushButton(self.tr("More engines…"), self)
        self.more.setObjectName("welcomeEngines")
        self.more.setEnabled(False)
        self.dismiss = QPushButton(self.tr("Got it"), self)
        self.dismiss.setObjectName("dismissWelcome")
        self._lay_out(has_tray=has_tray)
        self.hear.clicked.connect(self._hear_or_install)
        self.more.clicked.connect(self.engines_asked)
        self.dismiss.clicked.connect(self.leave)
        hub.opened.connect(self._offer_voice)
        hub.engine_changed.connect(self._note_change)
        self._offer_voice()

    def leave(self) -> None:
        """Hides it for good."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def _offer_voice(self) -> None:
        self.more.setEnabled(bool(self._hub.views))
        speaking = next((view for view in self._hub.views if view.entry.kind == "tts"), None)
        if speaking is not None:
            self._engine = speaking.id
            self._show(speaking)

    def _hear_or_install(self) -> None:
        if self._hub.view(self._engine).installation is Installation.INSTALLED:
            self._play()
        else:
            self._is_installing = True
            self._hub.installations.set_up(self._engine)

    def _note_change(self, view: EngineView) -> None:
        if view.id != self._engine or self.isHidden():
            return
        if self._is_installing and view.installation is Installation.INSTALLED:
            self._play()
            return
        if view.installation is Installation.MISSING and view.problem:
            self._is_installing = False  # Shown elsewhere; it can be tried again.
        self._show(view)

    def _play(self) -> None:
        self.play_asked.emit(self._engine)
        self.leave()

    def _show(self, view: EngineView) -> None:
        name = view.entry.name.replace("&", "&&")
        if view.installation is Installation.INSTALLED:
            self.hear.setText(self.tr("Try {}").format(name))
        elif view.installation is Installation.MISSING:
            self.hear.setText(self.tr("Install and try {}").format(name))
        else:
            self.hear.setText(self.tr("Installing {}…").format(name))
        self.hear.setEnabled(view.installation is not Installation.INSTALLING)
        self.hear.setVisible(True)

    def _lay_out(self, *, has_tray: bool) -> None:
        heading = QLabel(self.tr("Welcome to Engine Room"), self)
        heading.setProperty("role", "heading")
        text = QVBoxLayout()
        text.setSpacing(GRID // 2)
        text.addWidget(heading)
        lines = (
            self.tr(
                "Each engine runs in its own process. Start with one that needs no GPU, or "
                "add others."
            ),
            where_the_icon_is(has_tray=has_tray),
        )
        for line in lines:
            label = QLabel(line, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            text.addWidget(label)
        self.setAccessibleName(heading.text())
        self.setAccessibleDescription(" ".join(lines))
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.hear, self.more, self.dismiss):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID, GRID * 3 // 2, GRID)
        layout.setSpacing(GRID * 3)
        layout.addLayout(text, 1)
        layout.addLayout(buttons)


def where_the_icon_is(*, has_tray: bool, platform: str = sys.platform) -> str:
    """Returns where to find the icon after the window is closed.

    Args:
        has_tray: True if the desktop shows one at all.
        platform: As ``sys.platform``.
    """
    if not has_tray:
        return _tr("This desktop has no tray. Closing the window quits Engine Room.")
    if platform == "win32":
        return _tr(
            "When you close the window, Engine Room stays at the right end of the taskbar, "
            "possibly behind the arrow. Drag the icon out to keep it visible."
        )
    if platform == "darwin":
        return _tr("When you close the window, Engine Room stays in the menu bar.")
    return _tr(
        "When you close the window, Engine Room stays in the tray. Click its icon "
        "to open the window again."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("welcome", text)
