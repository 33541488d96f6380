"""What there is to say about an engine that failed, and what to offer. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.gui.state.engine_view import EngineView, Installation
from workers.base.states import WorkerState

if TYPE_CHECKING:
    from workers.diagnosis.causes import Diagnosis
    from workers.diagnosis.failure import Failure


class Offer(Enum):
    """The one thing that the user can do about it with a click."""

    START = "start"
    MAKE_ROOM = "free memory and start"
    INSTALL = "install"
    REPAIR = "repair"
    RUN_ON_CPU = "run on the CPU"
    OPEN_LINK = "open a page"
    SHOW_LOG = "show the log"


@dataclass(frozen=True, slots=True)
class FailureNote:
    """One engine's failure.

    Attributes:
        engine: Its id.
        title: What people call it.
        failure: What is known.
        offer: What to do about it.
        was_installing: It is an installation that failed.
        is_tried: It is being started or installed again right now.
    """

    engine: str
    title: str
    failure: Failure
    offer: Offer
    was_installing: bool = False
    is_being_retried: bool = False

    @property
    def log(self) -> str:
        """Whose log tells of it: the engine's, or the program's own (empty), which installs."""
        return "" if self.was_installing else self.engine


def failure_note(view: EngineView) -> FailureNote | None:
    """What there is to say about an engine; None while it works, or has not been tried."""
    is_being_retried = is_under_way(view)
    if view.problem is not None:
        is_there = view.installation is Installation.INSTALLED
        offer = Offer.REPAIR if is_there else Offer.INSTALL
        return FailureNote(
            view.id,
            view.entry.name,
            view.problem,
            offer,
            was_installing=True,
            is_being_retried=is_being_retried,
        )
    failure = view.worker.failure
    if view.worker.state is not WorkerState.CRASHED or failure is None:
        return None
    return FailureNote(
        view.id, view.entry.name, failure, _offer(view, failure), is_being_retried=is_being_retried
    )


def is_under_way(view: EngineView) -> bool:
    """True while an engine is being installed or started."""
    is_installing = view.installation is Installation.INSTALLING
    return is_installing or view.worker.state is WorkerState.STARTING


def _offer(view: EngineView, failure: Failure) -> Offer:
    from workers.diagnosis.causes import Cause, Remedy

    diagnosis = failure.diagnosis
    if diagnosis.remedy is Remedy.MAKE_ROOM:
        # Only a GPU's memory is made free for a start.
        of_gpu = (Cause.OUT_OF_GPU_MEMORY, Cause.OUT_OF_MEMORY)
        return Offer.MAKE_ROOM if diagnosis.cause in of_gpu else Offer.START
    if diagnosis.remedy is Remedy.REINSTALL:
        return _repair(view, failure, diagnosis)
    if diagnosis.remedy is Remedy.RUN_ON_CPU:
        return Offer.RUN_ON_CPU if view.fixed_to != "cpu" else Offer.SHOW_LOG
    if diagnosis.remedy in (Remedy.ACCEPT_LICENSE, Remedy.UPDATE_DRIVER):
        return Offer.OPEN_LINK if diagnosis.link else Offer.SHOW_LOG
    is_to_be_read = diagnosis.remedy in (Remedy.OPEN_LOG, Remedy.CHOOSE_ANOTHER)
    return Offer.SHOW_LOG if is_to_be_read else Offer.START


def _repair(view: EngineView, failure: Failure, diagnosis: Diagnosis) -> Offer:
    """Install again only what can help: what is declared, and not what nobody declares."""
    from workers.diagnosis.causes import Cause

    is_undeclared = diagnosis.cause in (Cause.MISSING_PACKAGE, Cause.NUMPY_TOO_NEW)
    if failure.advice and is_undeclared:
        return Offer.SHOW_LOG
    is_installable = view.entry.requirements or view.entry.weights
    return Offer.REPAIR if is_installable else Offer.SHOW_LOG
