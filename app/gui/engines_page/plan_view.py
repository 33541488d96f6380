"""An installation plan: requirements, and obstacles to resolve first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.gui.engines_page import plan_wording
from app.gui.engines_page.obstacle_view import ObstacleView
from app.gui.style.theme import GRID
from app.gui.widgets.form import Facts, heading, note, readable, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.installation.plan import InstallPlan, Obstacle


class PlanView(QFrame):
    """Shows one plan; resolved obstacles disappear.

    Attributes:
        install_asked: The user wants to install.
        declined: The user doesn't want to install now.
        license_accepted: The user has accepted a license: its ``Obstacle``.
        token_entered: The user has entered an access token: the token.
        replan_asked: The user may have resolved an obstacle elsewhere.
    """

    install_asked = Signal()
    declined = Signal()
    license_accepted = Signal(object)
    token_entered = Signal(str)
    replan_asked = Signal()

    def __init__(
        self,
        plan: InstallPlan,
        titles: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Args: titles: Names of engines by ID."""
        super().__init__(parent)
        self._plan = plan
        self.setProperty("role", "banner")
        self.setObjectName("installPlan")
        self._heading = heading(self.tr("Requirements"))
        self.message = note()
        self.message.setObjectName("planMessage")
        self.install = QPushButton(plan_wording.install_button_text(plan), self)
        self.install.setObjectName("installNow")
        self.install.setProperty("role", "primary")
        self.decline = QPushButton(self.tr("Not now"), self)
        self.decline.setObjectName("installNotNow")
        self.obstacles: list[ObstacleView] = []
        self._lay_out(titles)
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(
            " ".join(text for _, text in plan_wording.plan_rows(plan, titles))
        )
        self.install.clicked.connect(self.install_asked)
        self.decline.clicked.connect(self.declined)
        self._enable()

    @property
    def plan(self) -> InstallPlan:
        """The plan without the resolved obstacles."""
        return self._plan

    def controls(self) -> tuple[QWidget, ...]:
        """Returns the widgets that take the focus, in tab order."""
        controls = (control for view in self.obstacles for control in view.controls())
        return (*controls, self.install, self.decline)

    def resolve(self, obstacle: Obstacle) -> None:
        """Removes an obstacle."""
        remaining = tuple(other for other in self._plan.obstacles if other != obstacle)
        self._plan = replace(self._plan, obstacles=remaining)
        for view in self.obstacles:
            if view.obstacle == obstacle:
                view.hide()
        self._enable()
        if self.install.isEnabled():
            self.install.setFocus()

    def show_error(self, text: str) -> None:
        """Shows why an obstacle couldn't be resolved."""
        say(self.message, text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _enable(self) -> None:
        self.install.setEnabled(not self._plan.obstacles)
        hint = self.tr("Resolve the items above first")
        self.install.setToolTip(hint if self._plan.obstacles else "")

    def _lay_out(self, titles: Mapping[str, str]) -> None:
        facts = Facts()
        for name, text in plan_wording.plan_rows(self._plan, titles):
            facts.add_text(name, readable(text))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 3 // 2, GRID * 2, GRID * 3 // 2)
        layout.setSpacing(GRID * 3 // 2)
        layout.addWidget(self._heading)
        layout.addLayout(facts)
        for obstacle in self._plan.obstacles:
            layout.addWidget(self._obstacle(obstacle))
        layout.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.install)
        row.addWidget(self.decline)
        row.addStretch()
        layout.addLayout(row)

    def _obstacle(self, obstacle: Obstacle) -> ObstacleView:
        view = ObstacleView(obstacle, self)
        view.accepted.connect(lambda: self.license_accepted.emit(obstacle))
        view.token_entered.connect(self.token_entered)
        view.replan_asked.connect(self.replan_asked)
        self.obstacles.append(view)
        return view
