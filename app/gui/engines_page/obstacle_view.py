"""One thing that has to be settled before an installation, with what settles it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.gui.style.theme import GRID
from app.gui.text.messages import worded
from app.gui.widgets.form import readable
from workers.installation.plan import ObstacleKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.catalog.entry import Weights
    from workers.installation.plan import Obstacle

_HUB = "https://huggingface.co"
_TOKENS = f"{_HUB}/settings/tokens"
_SPDX = "https://spdx.org/licenses"
#: The others are their owners' own, or more than one: their text is on the weights' page.
_KNOWN_TO_SPDX = re.compile(r"MIT|(Apache|CC0|CC-BY(-[A-Z]{2})*|BSD|[AL]?GPL|MPL)-\d[\w.-]*")


def page_of(weights: Weights) -> str:
    """Where the weights come from, for a browser."""
    return f"{_HUB}/{weights.repository}"


def text_of(weights: Weights) -> str:
    """Where their licence can be read."""
    if _KNOWN_TO_SPDX.fullmatch(weights.license):
        return f"{_SPDX}/{weights.license}.html"
    return page_of(weights)


class ObstacleView(QWidget):
    """Says what it is about, and offers what settles it there.

    Attributes:
        accepted: The user accepts the licence.
        token_given: The user has an access token: the token.
        look_asked: The user has settled it elsewhere.
    """

    accepted = Signal()
    token_given = Signal(str)
    look_asked = Signal()

    def __init__(self, obstacle: Obstacle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.obstacle = obstacle
        self.message = readable(" ".join(filter(None, (worded(obstacle.message), self._warning()))))
        self.message.setProperty("tone", "caution")
        self._row = QHBoxLayout()
        self._row.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.message)
        layout.addLayout(self._row)
        self._below = QHBoxLayout()
        self._below.setSpacing(GRID)
        layout.addLayout(self._below)
        offers = {
            ObstacleKind.LICENSE: self._offer_licence,
            ObstacleKind.TOKEN: self._offer_token,
            ObstacleKind.SPACE: self._offer_to_look,
            ObstacleKind.SOURCE: self._offer_to_look,
        }
        if obstacle.kind in offers:  # No click makes this another machine.
            offers[obstacle.kind]()
            self._row.addStretch()

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the focus, in the order in which Tab goes through it."""
        rows = (self._row, self._below)
        found = (row.itemAt(place) for row in rows for place in range(row.count()))
        widgets = (item.widget() for item in found if item is not None)
        return tuple(widget for widget in widgets if widget is not None)

    def _warning(self) -> str:
        """What must not be done with weights under such a licence; empty for nothing."""
        from workers.weights.licenses import is_non_commercial

        weights, is_licence = self.obstacle.weights, self.obstacle.kind is ObstacleKind.LICENSE
        if weights is None or not is_licence or not is_non_commercial(weights.license):
            return ""
        return self.tr("Non-commercial use only")

    def _offer_licence(self) -> None:
        weights = self.obstacle.weights
        if weights is not None:
            self._offer_link("readLicence", self.tr("View license"), text_of(weights))
        accept = self._button("acceptLicence", self.tr("Accept"), self.accepted.emit)
        if weights is not None:
            told = self.tr("Accept the license of {}")
            accept.setAccessibleName(told.format(weights.repository))

    def _offer_token(self) -> None:
        weights = self.obstacle.weights
        if weights is not None:
            self._offer_link("openGate", self.tr("Request access"), page_of(weights))
        self._offer_link("whereToken", self.tr("Get a token"), _TOKENS)
        self.token = QLineEdit(self)
        self.token.setObjectName("accessToken")
        self.token.setProperty("role", "field")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("Access token"))
        self.token.setAccessibleName(self.tr("Access token"))
        self.token.setMinimumWidth(GRID * 18)
        keep = self._button("keepToken", self.tr("Use token"), self._give_token)
        self._below.addWidget(self.token, 1)
        self._below.addWidget(keep)
        keep.setToolTip(self.tr("Stored in the system keyring"))
        keep.setEnabled(False)
        self.token.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        self.token.returnPressed.connect(keep.click)

    def _offer_to_look(self) -> None:
        self._button("lookAgain", self.tr("Check again"), self.look_asked.emit)

    def _give_token(self) -> None:
        self.token_given.emit(self.token.text().strip())

    def _offer_link(self, name: str, text: str, link: str) -> None:
        button = self._button(name, text, lambda: QDesktopServices.openUrl(QUrl(link)))
        button.setToolTip(self.tr("Open {} in the browser").format(link))

    def _button(self, name: str, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(do)
        self._row.addWidget(button)
        return button
