"""From the wish to have an engine to its being there: plan, obstacles, progress, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.gui.engines_page import job_wording as job_words
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
    """Follows one engine at a time; another one's plan is dropped, its installation goes on.

    Attributes:
        planning_changed: A plan is asked for or shown, or none is any more.
    """

    planning_changed = Signal()

    def __init__(self, hub: Hub, neighbour: QWidget, parent: QWidget | None = None) -> None:
        """Args: neighbour: Has the focus when what had it here is gone."""
        super().__init__(parent)
        self._hub = hub
        self._neighbour = neighbour
        self._view: EngineView | None = None
        self._planning = PlanRequest(hub, self)
        self.plan: PlanView | None = None
        self.strip = ProgressStrip("setupProgress", self.tr("Cancel"), self)
        self.message = MessageLabel("setupMessage", self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self.strip)
        self._layout.addWidget(self.message)
        self.strip.cancelled.connect(self._cancel)
        # Later: it cannot have it as long as something is under way.
        self.strip.left.connect(lambda: QTimer.singleShot(0, self, self._give_focus_away))
        self._planning.planned.connect(self._show_plan)
        self._planning.failed.connect(self._show_failure)
        hub.install_queue.ended.connect(self._show_end)
        hub.install_queue.changed.connect(self._update)
        hub.install_queue.progressed.connect(lambda *_: self._update())

    def show_engine(self, view: EngineView) -> None:
        """Follow an engine; the same one's plan stays."""
        is_another = self._view is None or self._view.id != view.id
        self._view = view
        if is_another:
            self.message.say("")
        if is_another or self._hub.install_queue.task(view.id) is not None:
            self.drop()
        self._update()

    def begin(self) -> None:
        """Find out what it takes to install the engine, and show that."""
        view = self._view
        if view is None or self._hub.install_queue.task(view.id) is not None:
            return
        self.drop()
        self.message.say("")
        # To look what packages need may run some of them: whose code it is comes first.
        self._hub.start_requests.begin_install(view.id, lambda: self._plan_for(view.id))

    def _plan_for(self, engine: str) -> None:
        if self._view is None or self._view.id != engine:
            return
        self._planning.ask(engine)
        self._update()
        self.strip.cancel.setFocus()
        self.planning_changed.emit()

    def drop(self) -> None:
        """It is not wanted now."""
        self._planning.cancel()
        if self.plan is not None:
            focused = QApplication.focusWidget()
            if focused is not None and self.plan.isAncestorOf(focused):
                self._neighbour.setFocus()
            self._layout.removeWidget(self.plan)
            self.plan.hide()
            self.plan.deleteLater()
            self.plan = None
        self._update()
        self.planning_changed.emit()

    @property
    def is_planning(self) -> bool:
        """True while a plan is asked for, or waits for its answer."""
        return self._planning.is_asking or self.plan is not None

    def _give_focus_away(self) -> None:
        if self.plan is None:  # Which takes it by itself.
            self._neighbour.setFocus()

    def _cancel(self) -> None:
        if self._planning.is_asking:
            self.drop()
        elif self._view is not None:
            self._hub.installations.cancel(self._view.id)

    def _show_plan(self, plan: InstallPlan) -> None:
        view = self._view
        self.drop()
        if view is None or view.id != plan.engine:
            return
        if plan.is_empty and not plan.obstacles:
            self._hub.installations.install(view.id)  # Nothing is left to do but to note that.
            return
        titles = {it.id: it.entry.name for it in self._hub.views}
        shown = self.plan = PlanView(plan, titles, self)
        shown.go_asked.connect(self._go)
        shown.dropped.connect(self.drop)
        shown.accepted.connect(self._accept)
        shown.token_given.connect(self._keep_token)
        shown.look_asked.connect(self.begin)
        self._layout.insertWidget(0, shown)
        before: QWidget = self.strip.cancel
        for control in shown.controls():  # New widgets are the last to be reached.
            self.setTabOrder(before, control)
            before = control
        shown.show()
        self._update()
        self.planning_changed.emit()
        (shown.go if shown.go.isEnabled() else shown.drop).setFocus()

    def _show_failure(self, reason: str) -> None:
        self.message.say(reason, "bad")
        self._update()
        self.planning_changed.emit()

    def _show_end(self, engine: str, end: JobEnd) -> None:
        if self._view is not None and engine == self._view.id:
            self.message.say(*job_words.ended(self._view, end))
            self._update()

    def _go(self) -> None:
        view = self._view
        self.drop()
        if view is not None:
            self._hub.installations.install(view.id)

    def _accept(self, obstacle: Obstacle) -> None:
        room, shown = self._hub.room, self.plan
        if room is None or shown is None or obstacle.weights is None:
            return
        weights = obstacle.weights

        def settle(_: object) -> None:
            if self.plan is shown:
                shown.settle(obstacle)

        self._hub.background.run(
            lambda: room.installation.licenses.accept(weights), settle, self._tell_unkept
        )

    def _keep_token(self, token: str) -> None:
        def keep() -> None:
            from workers.weights.tokens import store_token

            store_token(token)

        self._hub.background.run(keep, lambda _: self.begin(), self._judge_token)

    def _judge_token(self, error: Exception) -> None:
        from workers.errors import TokenNotStored

        if isinstance(error, TokenNotStored):  # It is used all the same, as long as we run.
            self.begin()
            self.message.say(worded(error), "caution")
        else:
            self._tell_unkept(error)

    def _tell_unkept(self, error: Exception) -> None:
        if self.plan is not None:
            self.plan.tell(worded(error))

    def _update(self) -> None:
        if self._view is not None:
            self._tell(self._view)
        parts = (self.plan, self.strip, self.message)
        self.setVisible(any(part is not None and not part.isHidden() for part in parts))

    def _tell(self, view: EngineView) -> None:
        install_queue = self._hub.install_queue
        if self._planning.is_asking:
            self.strip.show_progress(self.tr("Checking requirements…"))
            return
        progress = install_queue.progress(view.id)
        self.strip.show_progress(
            job_words.under_way(view, install_queue),
            progress.fraction if progress is not None else None,
            can_cancel=install_queue.can_cancel(view.id),
        )
