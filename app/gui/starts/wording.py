"""Wording of questions before a start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text import durations
from app.gui.text.lists import listed
from app.gui.text.wording import memory_size

if TYPE_CHECKING:
    from app.gui.state.start_question import CodeQuestion, StartQuestion
    from workers.memory.plan import EvictedWorker


def _tr(text: str) -> str:
    return QCoreApplication.translate("starts", text)


def heading(question: StartQuestion) -> str:
    """Returns the question."""
    victims = listed([name for name, _ in question.victims])
    return _tr("Stop {victims} to start {engine}?").format(victims=victims, engine=question.title)


def arithmetic(question: StartQuestion) -> str:
    """Returns why engines must be stopped."""
    plan = question.plan
    return _tr("{engine} needs {needed} on {device}. {free} is free.").format(
        engine=question.title,
        needed=memory_size(plan.needed_bytes),
        device=plan.place.name,
        free=memory_size(max(0, plan.free_bytes)),
    )


def victim(name: str, worker: EvictedWorker) -> str:
    """Returns when an engine was last used, what stopping it frees, and how long it reloads."""
    if worker.reload_s is None:
        text = _tr("Stopping {name} (used {ago}) frees {size}. It reloads when needed.")
    else:
        text = _tr("Stopping {name} (used {ago}) frees {size}. It reloads in {seconds}.")
    return text.format(
        name=name,
        ago=durations.ago(worker.idle_s),
        size=memory_size(worker.frees_bytes),
        seconds=durations.roughly(worker.reload_s or 0.0),
    )


def keep(question: StartQuestion) -> str:
    """Returns the text of the button that stops nothing."""
    names = [name for name, _ in question.victims]
    if len(names) > 2:
        return _tr("Keep all {} running").format(len(names))
    return _tr("Keep {} running").format(listed(names))


def code_heading(question: CodeQuestion) -> str:
    """Returns the question about code that isn't part of the program."""
    if question.is_install:
        return _tr("Install {engine}? Its code isn’t part of Engine Room.").format(
            engine=question.title
        )
    return _tr("Run {engine}? Its code isn’t part of Engine Room.").format(engine=question.title)


def code_sources(question: CodeQuestion) -> str:
    """Returns where the code comes from, and which catalog says so."""
    return _tr("Source: {places}, according to {source}.").format(
        places=listed([_source(place) for place in question.code.places]),
        source=question.code.declared_in,
    )


def _source(place: str) -> str:
    """Returns one source for the sentence; see ``workers.catalog.provenance``."""
    kind, _, name = place.partition(" ")
    if kind == "package":
        return _tr("package {}").format(name)
    if kind == "module":
        return _tr("module {}").format(name)
    return place


def code_risk() -> str:
    """Returns the risk of running the code."""
    return _tr(
        "The code can do anything you can do on this computer. Engine Room asks again if its "
        "catalog entry changes."
    )
