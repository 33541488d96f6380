"""An obstacle to an installation, with the controls that resolve it."""

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
#: The text of any other license is on the page of the weights.
_KNOWN_TO_SPDX = re.compile(r"MIT|(Apache|CC0|CC-BY(-[A-Z]{2})*|BSD|[AL]?GPL|MPL)-\d[\w.-]*")


def page_url(weights: Weights) -> str:
    """Returns the URL of the weights' page."""
    return f"{_HUB}/{weights.repository}"


def license_url(weights: Weights) -> str:
    """Returns the URL of the license text."""
    if _KNOWN_TO_SPDX.fullmatch(weights.license):
        return f"{_SPDX}/{weights.license}.html"
    return page_url(weights)


class ObstacleView(QWidget):
    """Shows one obstacle, and offers what resolves it.

    Attributes:
        accepted: The user accepts the license.
        token_entered: The user has entered an access token: the token.
        replan_asked: The user may have resolved the obstacle elsewhere.
    """

    accepted = Signal()
    token_entered = Signal(str)
    replan_asked = Signal()

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
            ObstacleKind.LICENSE: self._offer_license,
            ObstacleKind.TOKEN: self._offer_token,
            ObstacleKind.SPACE: self._offer_replan,
            ObstacleKind.SOURCE: self._offer_replan,
        }
        if obstacle.kind in offers:  # The others can't be resolved on this computer.
            offers[obstacle.kind]()
            self._row.addStretch()

    def controls(self) -> tuple[QWidget, ...]:
        """Returns the widgets that take the focus, in tab order."""
        rows = (self._row, self._below)
        items = (row.itemAt(index) for row in rows for index in range(row.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if widget is not None)

    def _warning(self) -> str:
        """Returns what the license forbids; empty for nothing."""
        from workers.weights.licenses import is_non_commercial

        weights, is_license = self.obstacle.weights, self.obstacle.kind is ObstacleKind.LICENSE
        if weights is None or not is_license or not is_non_commercial(weights.license):
            return ""
        return self.tr("Non-commercial use only")

    def _offer_license(self) -> None:
        weights = self.obstacle.weights
        if weights is not None:
            self._offer_link("readLicense", self.tr("View license"), license_url(weights))
        accept = self._button("acceptLicense", self.tr("Accept"), self.accepted.emit)
        if weights is not None:
            name = self.tr("Accept the license of {}")
            accept.setAccessibleName(name.format(weights.repository))

    def _offer_token(self) -> None:
        weights = self.obstacle.weights
        if weights is not None:
            self._offer_link("openGate", self.tr("Request access"), page_url(weights))
        self._offer_link("whereToken", self.tr("Get a token"), _TOKENS)
        self.token = QLineEdit(self)
        self.token.setObjectName("accessToken")
        self.token.setProperty("role", "field")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setPlaceholderText(self.tr("Access token"))
        self.token.setAccessibleName(self.tr("Access token"))
        self.token.setMinimumWidth(GRID * 18)
        use = self._button("keepToken", self.tr("Use token"), self._enter_token)
        self._below.addWidget(self.token, 1)
        self._below.addWidget(use)
        use.setToolTip(self.tr("Stored in the system keyring"))
        use.setEnabled(False)
        self.token.textChanged.connect(lambda text: use.setEnabled(bool(text.strip())))
        self.token.returnPressed.connect(use.click)

    def _offer_replan(self) -> None:
        self._button("lookAgain", self.tr("Check again"), self.replan_asked.emit)

    def _enter_token(self) -> None:
        self.token_entered.emit(self.token.text().strip())

    def _offer_link(self, name: str, text: str, link: str) -> None:
        button = self._button(name, text, lambda: QDesktopServices.openUrl(QUrl(link)))
        button.setToolTip(self.tr("Open {} in the browser").format(link))

    def _button(self, name: str, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(do)
        self._row.addWidget(button)
        return button
