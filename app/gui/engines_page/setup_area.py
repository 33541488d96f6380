"""The installation of an engine: plan, obstacles, progress, and result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.gui.engines_page import job_wording
from app.gui.engines_page.plan_request import PlanRequest
from app.gui.engines_page.plan_view import PlanView
from app.gui.style.theme import GRID
from app.gui.text.messages import worded
from app.gui.widgets.message import MessageLabel
from app.gui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub
    from app.gui.controller.install_queue import JobEnd
    from app.gui.state.engine_view import EngineView
    from workers.installation.plan import InstallPlan, Obstacle


class SetupArea(QWidget):
    """Shows one engine; showing another drops the plan, but its installation continues.

    Attributes:
        planning_changed: ``is_planning`` has changed.
    """

    planning_changed = Signal()

    def __init__(self, hub: Hub, neighbor: QWidget, parent: QWidget | None = None) -> None:
        """Args: neighbor: Gets the focus when the focused widget here disappears."""
        super().__init__(parent)
        self._hub = hub
        self._neighbor = neighbor
        self._view: EngineView | None = None
        self._plan_request = PlanRequest(hub, self)
        self.plan: PlanView | None = None
        self.strip = ProgressStrip("setupProgress", self.tr("Cancel"), self)
        self.message = MessageLabel("setupMessage", self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self.strip)
        self._layout.addWidget(self.message)
        self.strip.cancelled.connect(self._cancel)
        # Queued: the neighbor is disabled until the job is over.
        self.strip.left.connect(lambda: QTimer.singleShot(0, self, self._focus_neighbor))
        self._plan_request.planned.connect(self._show_plan)
        self._plan_request.failed.connect(self._show_failure)
        hub.install_queue.ended.connect(self._show_end)
        hub.install_queue.changed.connect(self._update)
        hub.install_queue.progressed.connect(lambda *_: self._update())

    def show_engine(self, view: EngineView) -> None:
        """Shows an engine or its new state; keeps the plan of the same engine."""
        is_another = self._view is None or self._view.id != view.id
        self._view = view
        if is_another:
            self.message.say("")
        if is_another or self._hub.install_queue.task(view.id) is not None:
            self.drop()
        self._update()

    def begin(self) -> None:
        """Plans the installation of the engine, and shows the plan."""
        view = self._view
        if view is None or self._hub.install_queue.task(view.id) is not None:
            return
        self.drop()
        self.message.say("")
        # Planning may run code of packages, so that the user has to allow foreign code first.
        self._hub.start_requests.begin_install(view.id, lambda: self._plan_for(view.id))

    def _plan_for(self, engine: str) -> None:
        if self._view is None or self._view.id != engine:
            return
        self._plan_request.start(engine)
        self._update()
        self.strip.cancel.setFocus()
        self.planning_changed.emit()

    def drop(self) -> None:
        """Cancels planning, and removes the plan."""
        self._plan_request.cancel()
        if self.plan is not None:
            focused = QApplication.focusWidget()
            if focused is not None and self.plan.isAncestorOf(focused):
                self._neighbor.setFocus()
            self._layout.removeWidget(self.plan)
            self.plan.hide()
            self.plan.deleteLater()
            self.plan = None
        self._update()
        self.planning_changed.emit()

    @property
    def is_planning(self) -> bool:
        """True while a plan is computed or shown."""
        return self._plan_request.is_running or self.plan is not None

    def _focus_neighbor(self) -> None:
        if self.plan is None:  # A plan takes the focus itself.
            self._neighbor.setFocus()

    def _cancel(self) -> None:
        if self._plan_request.is_running:
            self.drop()
        elif self._view is not None:
            self._hub.installations.cancel(self._view.id)

    def _show_plan(self, plan: InstallPlan) -> None:
        view = self._view
        self.drop()
        if view is None or view.id != plan.engine:
            return
        if plan.is_empty and not plan.obstacles:
            # Only the record of the installation is missing.
            self._hub.installations.install(view.id)
            return
        titles = {other.id: other.entry.name for other in self._hub.views}
        shown = self.plan = PlanView(plan, titles, self)
        shown.install_asked.connect(self._install)
        shown.declined.connect(self.drop)
        shown.license_accepted.connect(self._accept)
        shown.token_entered.connect(self._store_token)
        shown.replan_asked.connect(self.begin)
        self._layout.insertWidget(0, shown)
        before: QWidget = self.strip.cancel
        for control in shown.controls():  # Qt puts new widgets last in tab order.
            self.setTabOrder(before, control)
            before = control
        shown.show()
        self._update()
        self.planning_changed.emit()
        (shown.install if shown.install.isEnabled() else shown.decline).setFocus()

    def _show_failure(self, reason: str) -> None:
        self.message.say(reason, "bad")
        self._update()
        self.planning_changed.emit()

    def _show_end(self, engine: str, end: JobEnd) -> None:
        if self._view is not None and engine == self._view.id:
            self.message.say(*job_wording.job_result(self._view, end))
            self._update()

    def _install(self) -> None:
        view = self._view
        self.drop()
        if view is not None:
            self._hub.installations.install(view.id)

    def _accept(self, obstacle: Obstacle) -> None:
        room, shown = self._hub.room, self.plan
        if room is None or shown is None or obstacle.weights is None:
            return
        weights = obstacle.weights

        def resolve(_: object) -> None:
            if self.plan is shown:
                shown.resolve(obstacle)

        self._hub.background.run(
            lambda: room.installation.licenses.accept(weights), resolve, self._show_error
        )

    def _store_token(self, token: str) -> None:
        def store() -> None:
            from workers.weights.tokens import store_token

            store_token(token)

        self._hub.background.run(store, lambda _: self.begin(), self._on_token_error)

    def _on_token_error(self, error: Exception) -> None:
        from workers.errors import TokenNotStored

        if isinstance(error, TokenNotStored):  # The token works until the program ends.
            self.begin()
            self.message.say(worded(error), "caution")
        else:
            self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        if self.plan is not None:
            self.plan.show_error(worded(error))

    def _update(self) -> None:
        if self._view is not None:
            self._show_progress(self._view)
        parts = (self.plan, self.strip, self.message)
        self.setVisible(any(part is not None and not part.isHidden() for part in parts))

    def _show_progress(self, view: EngineView) -> None:
        install_queue = self._hub.install_queue
        if self._plan_request.is_running:
            self.strip.show_progress(self.tr("Checking requirements…"))
            return
        progress = install_queue.progress(view.id)
        self.strip.show_progress(
            job_wording.job_progress(view, install_queue),
            progress.fraction if progress is not None else None,
            can_cancel=install_queue.can_cancel(view.id),
        )
