"""Failures in words: what happened to which engine, why, and what can be done."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.failures.note import Offer
from app.gui.said import worded
from workers.diagnosis.causes import Cause

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.failures.note import FailureNote

#: Of an error's own words; the rest stands in the log.
_LONGEST_CHARS = 240


def _tr(text: str) -> str:
    return QCoreApplication.translate("failures", text)


def headline(note: FailureNote) -> str:
    """Who failed, and why where that is known, in one sentence."""
    diagnosis = note.failure.diagnosis
    give = _CAUSES.get(diagnosis.cause)
    if note.was_installing:
        told = _tr("{engine} could not be installed.")
    elif give is not None:
        told = give(diagnosis.subject)
    elif note.failure.while_starting:
        told = _tr("{engine} could not be started.")
    else:
        told = _tr("{engine} has crashed.")
    return told.format(engine=note.title, subject=diagnosis.subject)


def detail(note: FailureNote) -> str:
    """What to do about it, or what else is known; may be empty."""
    failure = note.failure
    if note.was_installing or failure.diagnosis.cause not in _CAUSES:
        return textwrap.shorten(worded(failure.sentence), _LONGEST_CHARS, placeholder="…")
    cause = failure.diagnosis.cause
    is_repaired = note.offer is Offer.REPAIR and cause is Cause.MISSING_LIBRARY
    if cause in _ADVISED and failure.advice and not is_repaired:
        return failure.advice
    give = _ADVICE_BY_REPAIR.get(cause) if note.offer is Offer.REPAIR else None
    give = give or _ADVICE_BY_OFFER.get(note.offer) or _ADVICE_BY_CAUSE.get(cause)
    return give() if give is not None else ""


def notification(note: FailureNote) -> str:
    """All of it for somebody who does not see the window."""
    return " ".join(filter(None, (headline(note), detail(note))))


def action(note: FailureNote) -> str:
    """What the button says."""
    return {
        Offer.START: _tr("Start again"),
        Offer.MAKE_ROOM: _tr("Make room and start"),
        Offer.INSTALL: _tr("Try again"),
        Offer.REPAIR: _tr("Install again"),
        Offer.RUN_ON_CPU: _tr("Run on the CPU"),
        Offer.OPEN_LINK: _tr("Open page"),
        Offer.SHOW_LOG: _tr("Show log"),
    }[note.offer]


def hint(note: FailureNote) -> str:
    """What the button does, for its tool tip."""
    return {
        Offer.START: _tr("Start {engine} again"),
        Offer.MAKE_ROOM: _tr("Stop what is needed less, and start {engine} with more memory"),
        Offer.INSTALL: _tr("Install {engine} once more"),
        Offer.REPAIR: _tr("Install fresh copies of what {engine} declares, and start it"),
        Offer.RUN_ON_CPU: _tr("Fix {engine} to the CPU, and start it there"),
        Offer.OPEN_LINK: _tr("Open {link} in the browser"),
        Offer.SHOW_LOG: _tr("Show what {engine} wrote"),
    }[note.offer].format(engine=note.title, link=note.failure.diagnosis.link)


def more(count: int) -> str:
    """How many engines have failed beyond those that are shown."""
    if count == 1:
        return _tr("One more engine has failed.")
    return _tr("{} more engines have failed.").format(count)


def _missing_package(subject: str) -> str:
    if subject:
        return _tr("{engine} misses the Python package {subject}.")
    return _tr("{engine} misses a Python package.")


def _missing_library(subject: str) -> str:
    if subject:
        return _tr("{engine} misses the library {subject}, or has one that does not fit.")
    return _tr("{engine} misses a library, or has one that does not fit.")


def _gated(subject: str) -> str:
    if subject:
        return _tr("{engine} was not given the model {subject}: its licence must be accepted.")
    return _tr("{engine} was not given its model: the licence must be accepted.")


def _killed(subject: str) -> str:
    if subject:
        return _tr("{engine} was ended by something outside ({subject}).")
    return _tr("{engine} was ended by the system, probably for want of memory (RAM).")


def _native_fault(subject: str) -> str:
    if subject:
        return _tr("{engine} crashed in its native code ({subject}).")
    return _tr("{engine} crashed in its native code.")


#: Of those that say more than the error itself does.
_CAUSES: dict[Cause, Callable[[str], str]] = {
    Cause.OUT_OF_GPU_MEMORY: lambda _: _tr("{engine} ran out of GPU memory."),
    Cause.OUT_OF_RAM: lambda _: _tr("{engine} ran out of this computer’s memory (RAM)."),
    Cause.OUT_OF_MEMORY: lambda _: _tr("{engine} ran out of memory."),
    Cause.MISSING_PACKAGE: _missing_package,
    Cause.MISSING_LIBRARY: _missing_library,
    Cause.GPU_TOO_NEW: lambda _: _tr("The GPU is too new for {engine}’s version of torch."),
    Cause.GPU_TOO_OLD: lambda _: _tr("The GPU is too old for {engine}’s version of torch."),
    Cause.GPU_UNSUPPORTED: lambda _: _tr(
        "{engine}’s libraries were not built for this model of GPU."
    ),
    Cause.NO_CUDA: lambda _: _tr("{engine}’s version of torch cannot use a GPU."),
    Cause.DRIVER_TOO_OLD: lambda _: _tr("The GPU’s driver is too old for {engine}."),
    Cause.GATED_MODEL: _gated,
    Cause.NO_NETWORK: lambda _: _tr("{engine} needed the network, and could not reach it."),
    Cause.WEIGHTS_MISSING: lambda _: _tr("{engine}’s model has not been downloaded completely."),
    Cause.CODE_MISSING: lambda _: _tr("{engine}’s code is not installed completely."),
    Cause.DISK_FULL: lambda _: _tr("{engine} found the disk full."),
    Cause.KILLED: _killed,
    Cause.NATIVE_FAULT: _native_fault,
    Cause.NUMPY_TOO_NEW: lambda _: _tr("{engine}’s libraries need an older version of numpy."),
    Cause.ESPEAK_DATA_MISSING: lambda _: _tr(
        "{engine} misses the data of espeak, which turns text into sounds."
    ),
}
#: Of what they miss a worker's parent knows more than the cause.
_ADVISED = frozenset(
    {
        Cause.MISSING_PACKAGE,
        Cause.MISSING_LIBRARY,
        Cause.NUMPY_TOO_NEW,
        Cause.ESPEAK_DATA_MISSING,
    }
)
_ADVICE_BY_REPAIR: dict[Cause, Callable[[], str]] = {
    Cause.NO_CUDA: lambda: _tr("Installing it again chooses the build of torch for this GPU."),
    Cause.WEIGHTS_MISSING: lambda: _tr("Installing it again downloads what is missing."),
    Cause.CODE_MISSING: lambda: _tr("Installing it again downloads what is missing."),
}
_ADVICE_BY_OFFER: dict[Offer, Callable[[], str]] = {
    Offer.MAKE_ROOM: lambda: _tr("When it starts again, more memory is kept for it."),
    Offer.REPAIR: lambda: _tr("Fresh copies of what its catalog entry declares may mend it."),
    Offer.RUN_ON_CPU: lambda: _tr("It can run on the CPU, more slowly."),
}
_ADVICE_BY_CAUSE: dict[Cause, Callable[[], str]] = {
    Cause.OUT_OF_RAM: lambda: _tr("Stop other engines or close other programs first."),
    Cause.KILLED: lambda: _tr("Stop other engines or close other programs first."),
    Cause.MISSING_PACKAGE: lambda: _tr(
        "Its catalog entry declares nothing that could be installed."
    ),
    Cause.MISSING_LIBRARY: lambda: _tr("Install it by the system’s own means first."),
    Cause.GPU_TOO_NEW: lambda: _tr("Choose another engine, or a newer release of this one."),
    Cause.GPU_TOO_OLD: lambda: _tr("Choose another engine, or an older release of this one."),
    Cause.GPU_UNSUPPORTED: lambda: _tr("Choose another engine, or another release of this one."),
    Cause.NO_CUDA: lambda: _tr("Choose another engine, or another release of this one."),
    Cause.DRIVER_TOO_OLD: lambda: _tr("Install a newer driver, and start the computer again."),
    Cause.GATED_MODEL: lambda: _tr(
        "Accept it on the model’s page, log in on this computer, and start the engine again."
    ),
    Cause.NO_NETWORK: lambda: _tr("Check the connection first."),
    Cause.DISK_FULL: lambda: _tr("Free some disk space first."),
    Cause.NATIVE_FAULT: lambda: _tr(
        "If it happens again, a report helps whoever maintains the engine."
    ),
}
