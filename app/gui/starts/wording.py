"""A question about a start in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text import durations
from app.gui.text.lists import listed
from app.gui.text.wording import memory_size

if TYPE_CHECKING:
    from app.gui.controller.start_question import CodeQuestion, StartQuestion
    from workers.memory.plan import EvictedWorker


def _tr(text: str) -> str:
    return QCoreApplication.translate("starts", text)


def heading(question: StartQuestion) -> str:
    """What is asked."""
    victims = listed([name for name, _ in question.victims])
    return _tr("Stop {victims} to start {engine}?").format(victims=victims, engine=question.title)


def arithmetic(question: StartQuestion) -> str:
    """Why somebody must be stopped at all."""
    plan = question.plan
    return _tr("{engine} needs {needed} on {device}. {free} is free.").format(
        engine=question.title,
        needed=memory_size(plan.needed_bytes),
        device=plan.place.name,
        free=memory_size(max(0, plan.free_bytes)),
    )


def victim(name: str, one: EvictedWorker) -> str:
    """When somebody was last used, what comes back, and what it costs to load again."""
    if one.reload_s is None:
        told = _tr("Stopping {name} (used {ago}) frees {size}. It reloads when needed.")
    else:
        told = _tr("Stopping {name} (used {ago}) frees {size}. It reloads in {seconds}.")
    return told.format(
        name=name,
        ago=durations.ago(one.idle_s),
        size=memory_size(one.frees_bytes),
        seconds=durations.roughly(one.reload_s or 0.0),
    )


def keep(question: StartQuestion) -> str:
    """What the button says that stops nobody."""
    names = [name for name, _ in question.victims]
    if len(names) > 2:
        return _tr("Keep all {} running").format(len(names))
    return _tr("Keep {} running").format(listed(names))


def whose(question: CodeQuestion) -> str:
    """What is asked about code that did not come with the program."""
    if question.is_install:
        return _tr("Install {engine}? Its code isn’t part of Engine Room.").format(
            engine=question.title
        )
    return _tr("Run {engine}? Its code isn’t part of Engine Room.").format(engine=question.title)


def places(question: CodeQuestion) -> str:
    """Where that code comes from, and who says so."""
    return _tr("Source: {places}, according to {source}.").format(
        places=listed([_place(it) for it in question.code.places]), source=question.code.declared_in
    )


def _place(place: str) -> str:
    """One place, as the sentence has it; see ``workers.catalog.provenance``."""
    kind, _, name = place.partition(" ")
    if kind == "package":
        return _tr("package {}").format(name)
    if kind == "module":
        return _tr("module {}").format(name)
    return place


def risk() -> str:
    """What it means to say yes."""
    return _tr(
        "The code can do anything you can do on this computer. Engine Room asks again if its "
        "catalog entry changes."
    )
