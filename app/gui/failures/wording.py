"""Wording of failures: headline, advice, and remedy."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.state.failure_note import Offer
from app.gui.text.messages import worded
from workers.diagnosis.causes import Cause

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.state.failure_note import FailureNote

#: Longest error text; the log has the rest.
_LONGEST_CHARS = 240


def _tr(text: str) -> str:
    return QCoreApplication.translate("failures", text)


def headline(note: FailureNote) -> str:
    """Returns which engine failed, and why if known, in one sentence."""
    diagnosis = note.failure.diagnosis
    headline_of = _CAUSES.get(diagnosis.cause)
    if note.was_installing:
        text = _tr("Couldn’t install {engine}.")
    elif headline_of is not None:
        text = headline_of(diagnosis.subject)
    elif note.failure.while_starting:
        text = _tr("Couldn’t start {engine}.")
    else:
        text = _tr("{engine} crashed.")
    return text.format(engine=note.title, subject=diagnosis.subject)


def detail(note: FailureNote) -> str:
    """Returns advice, or what else is known; may be empty."""
    failure = note.failure
    if note.was_installing or failure.diagnosis.cause not in _CAUSES:
        return textwrap.shorten(worded(failure.sentence), _LONGEST_CHARS, placeholder="…")
    cause = failure.diagnosis.cause
    is_repaired = note.offer is Offer.REPAIR and cause is Cause.MISSING_LIBRARY
    if cause in _ADVISED and failure.advice and not is_repaired:
        return failure.advice
    advice_of = _ADVICE_BY_REPAIR.get(cause) if note.offer is Offer.REPAIR else None
    advice_of = advice_of or _ADVICE_BY_OFFER.get(note.offer) or _ADVICE_BY_CAUSE.get(cause)
    return advice_of() if advice_of is not None else ""


def notification(note: FailureNote) -> str:
    """Returns headline and advice for a notification."""
    return " ".join(filter(None, (headline(note), detail(note))))


def action(note: FailureNote) -> str:
    """Returns the text of the remedy's button."""
    return {
        Offer.START: _tr("Restart"),
        Offer.MAKE_ROOM: _tr("Free memory and start"),
        Offer.INSTALL: _tr("Try again"),
        Offer.REPAIR: _tr("Reinstall"),
        Offer.RUN_ON_CPU: _tr("Run on the CPU"),
        Offer.OPEN_LINK: _tr("Open page"),
        Offer.SHOW_LOG: _tr("Show log"),
    }[note.offer]


def hint(note: FailureNote) -> str:
    """Returns the tool tip of the remedy's button."""
    return {
        Offer.START: _tr("Restart {engine}"),
        Offer.MAKE_ROOM: _tr("Stop idle engines, and start {engine} with more memory"),
        Offer.INSTALL: _tr("Reinstall {engine}"),
        Offer.REPAIR: _tr("Reinstall the packages of {engine}, then start it"),
        Offer.RUN_ON_CPU: _tr("Run {engine} on the CPU from now on, and start it"),
        Offer.OPEN_LINK: _tr("Open {link} in the browser"),
        Offer.SHOW_LOG: _tr("Show the log of {engine}"),
    }[note.offer].format(engine=note.title, link=note.failure.diagnosis.link)


def more(count: int) -> str:
    """Returns how many more engines have failed."""
    if count == 1:
        return _tr("1 more engine failed.")
    return _tr("{} more engines failed.").format(count)


def _missing_package(subject: str) -> str:
    if subject:
        return _tr("{engine} is missing the Python package {subject}.")
    return _tr("{engine} is missing a Python package.")


def _missing_library(subject: str) -> str:
    if subject:
        return _tr("{engine} needs the library {subject}, which is missing or incompatible.")
    return _tr("{engine} needs a library that’s missing or incompatible.")


def _gated(subject: str) -> str:
    if subject:
        return _tr("{engine} needs the model {subject}. Accept its license first.")
    return _tr("{engine} needs a model whose license you haven’t accepted.")


def _killed(subject: str) -> str:
    if subject:
        return _tr("{engine} was killed by another program ({subject}).")
    return _tr("{engine} was killed, possibly because RAM ran out.")


def _native_fault(subject: str) -> str:
    if subject:
        return _tr("{engine} crashed in native code ({subject}).")
    return _tr("{engine} crashed in native code.")


#: Headlines of causes that say more than the error does.
_CAUSES: dict[Cause, Callable[[str], str]] = {
    Cause.OUT_OF_GPU_MEMORY: lambda _: _tr("{engine} ran out of GPU memory."),
    Cause.OUT_OF_RAM: lambda _: _tr("{engine} ran out of RAM."),
    Cause.OUT_OF_MEMORY: lambda _: _tr("{engine} ran out of memory."),
    Cause.MISSING_PACKAGE: _missing_package,
    Cause.MISSING_LIBRARY: _missing_library,
    Cause.GPU_TOO_NEW: lambda _: _tr(
        "{engine} uses a PyTorch version that’s too old for this GPU."
    ),
    Cause.GPU_TOO_OLD: lambda _: _tr(
        "{engine} uses a PyTorch version that no longer supports this GPU."
    ),
    Cause.GPU_UNSUPPORTED: lambda _: _tr("{engine} doesn’t support this GPU."),
    Cause.NO_CUDA: lambda _: _tr("{engine} has a PyTorch build without GPU support."),
    Cause.DRIVER_TOO_OLD: lambda _: _tr("{engine} needs a newer GPU driver."),
    Cause.GATED_MODEL: _gated,
    Cause.NO_NETWORK: lambda _: _tr("{engine} couldn’t reach the network."),
    Cause.WEIGHTS_MISSING: lambda _: _tr("The weights of {engine} are incomplete."),
    Cause.CODE_MISSING: lambda _: _tr("Some code of {engine} isn’t installed."),
    Cause.DISK_FULL: lambda _: _tr("{engine} ran out of disk space."),
    Cause.KILLED: _killed,
    Cause.NATIVE_FAULT: _native_fault,
    Cause.NUMPY_TOO_NEW: lambda _: _tr("{engine} needs an older version of NumPy."),
    Cause.ESPEAK_DATA_MISSING: lambda _: _tr(
        "{engine} is missing the eSpeak data for converting text to sounds."
    ),
}
#: Causes for which the failure's own advice is better.
_ADVISED = frozenset(
    {
        Cause.MISSING_PACKAGE,
        Cause.MISSING_LIBRARY,
        Cause.NUMPY_TOO_NEW,
        Cause.ESPEAK_DATA_MISSING,
    }
)
_ADVICE_BY_REPAIR: dict[Cause, Callable[[], str]] = {
    Cause.NO_CUDA: lambda: _tr("Reinstalling selects the PyTorch build for this GPU."),
    Cause.WEIGHTS_MISSING: lambda: _tr("Reinstalling downloads the missing files."),
    Cause.CODE_MISSING: lambda: _tr("Reinstalling downloads the missing files."),
}
_ADVICE_BY_OFFER: dict[Offer, Callable[[], str]] = {
    Offer.MAKE_ROOM: lambda: _tr("The engine gets more memory the next time it starts."),
    Offer.REPAIR: lambda: _tr("Reinstalling its packages may fix this."),
    Offer.RUN_ON_CPU: lambda: _tr("The engine can run on the CPU, more slowly."),
}
_ADVICE_BY_CAUSE: dict[Cause, Callable[[], str]] = {
    Cause.OUT_OF_RAM: lambda: _tr("Stop other engines or close other programs first."),
    Cause.KILLED: lambda: _tr("Stop other engines or close other programs first."),
    Cause.MISSING_PACKAGE: lambda: _tr("Its catalog entry lists nothing to install."),
    Cause.MISSING_LIBRARY: lambda: _tr("Install it with your system’s package manager first."),
    Cause.GPU_TOO_NEW: lambda: _tr("Use another engine or a newer version of this one."),
    Cause.GPU_TOO_OLD: lambda: _tr("Use another engine or an older version of this one."),
    Cause.GPU_UNSUPPORTED: lambda: _tr("Use another engine or a different version of this one."),
    Cause.NO_CUDA: lambda: _tr("Use another engine or a different version of this one."),
    Cause.DRIVER_TOO_OLD: lambda: _tr("Install a newer driver, then restart the computer."),
    Cause.GATED_MODEL: lambda: _tr(
        "Accept the license on the model’s page, log in on this computer, then start the "
        "engine again."
    ),
    Cause.NO_NETWORK: lambda: _tr("Check your network connection first."),
    Cause.DISK_FULL: lambda: _tr("Free some disk space first."),
    Cause.NATIVE_FAULT: lambda: _tr(
        "If it happens again, send a report to the engine’s developers."
    ),
}
