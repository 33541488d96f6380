"""An installation before it begins: what it takes, and what has to be settled first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.gui.engines_page import plan_wording as plan_words
from app.gui.engines_page.obstacle_view import ObstacleView
from app.gui.style.theme import GRID
from app.gui.widgets.form import Facts, heading, note, readable, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.installation.plan import InstallPlan, Obstacle


class PlanView(QFrame):
    """Shows one plan; what is settled here goes away.

    Attributes:
        go_asked: It shall begin.
        dropped: It shall not.
        accepted: A licence is accepted: its ``Obstacle``.
        token_given: There is an access token: the token.
        look_asked: Something was settled elsewhere: it shall be planned anew.
    """

    go_asked = Signal()
    dropped = Signal()
    accepted = Signal(object)
    token_given = Signal(str)
    look_asked = Signal()

    def __init__(
        self,
        plan: InstallPlan,
        titles: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Args: titles: What people call engines, by id."""
        super().__init__(parent)
        self._plan = plan
        self.setProperty("role", "banner")
        self.setObjectName("installPlan")
        self._heading = heading(self.tr("Requirements"))
        self.message = note()
        self.message.setObjectName("planMessage")
        self.go = QPushButton(plan_words.go(plan), self)
        self.go.setObjectName("installNow")
        self.go.setProperty("role", "primary")
        self.drop = QPushButton(self.tr("Not now"), self)
        self.drop.setObjectName("installNotNow")
        self.obstacles: list[ObstacleView] = []
        self._lay_out(titles)
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(" ".join(text for _, text in plan_words.rows(plan, titles)))
        self.go.clicked.connect(self.go_asked)
        self.drop.clicked.connect(self.dropped)
        self._enable()

    @property
    def plan(self) -> InstallPlan:
        """What is shown, without what has been settled."""
        return self._plan

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the focus, in the order in which Tab goes through it."""
        settling = (control for view in self.obstacles for control in view.controls())
        return (*settling, self.go, self.drop)

    def settle(self, obstacle: Obstacle) -> None:
        """One obstacle is none any more."""
        left = tuple(it for it in self._plan.obstacles if it != obstacle)
        self._plan = replace(self._plan, obstacles=left)
        for view in self.obstacles:
            if view.obstacle == obstacle:
                view.hide()
        self._enable()
        if self.go.isEnabled():
            self.go.setFocus()

    def tell(self, text: str) -> None:
        """Say what went wrong with settling something."""
        say(self.message, text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _enable(self) -> None:
        self.go.setEnabled(not self._plan.obstacles)
        told = self.tr("Resolve the items above first")
        self.go.setToolTip(told if self._plan.obstacles else "")

    def _lay_out(self, titles: Mapping[str, str]) -> None:
        facts = Facts()
        for name, text in plan_words.rows(self._plan, titles):
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
        row.addWidget(self.go)
        row.addWidget(self.drop)
        row.addStretch()
        layout.addLayout(row)

    def _obstacle(self, obstacle: Obstacle) -> ObstacleView:
        view = ObstacleView(obstacle, self)
        view.accepted.connect(lambda: self.accepted.emit(obstacle))
        view.token_given.connect(self.token_given)
        view.look_asked.connect(self.look_asked)
        self.obstacles.append(view)
        return view
