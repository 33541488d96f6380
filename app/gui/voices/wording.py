"""What can be said of a voice's recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.numbers import as_short_as_it_is, decimal
from app.gui.said import worded
from app.voices.checks import LEAST_RATE, LEAST_SPEECH_S, LONGEST_S, ClipFault

if TYPE_CHECKING:
    from app.voices.store import Clip
    from workers.catalog.entry import CatalogEntry


def _tr(text: str) -> str:
    return QCoreApplication.translate("voices", text)


def facts(clip: Clip) -> str:
    """Length and rate: ``8.2 s, 24 kHz``."""
    return _tr("{seconds} s, {rate} kHz").format(
        seconds=decimal(clip.facts.duration_s, 1),
        rate=as_short_as_it_is(clip.facts.sample_rate / 1000),
    )


def advice(fault: ClipFault) -> str:
    """What is wrong with a recording, and how to make a better one."""
    return {
        ClipFault.SILENT: _tr(
            "There is no speech in it. Record it again, nearer to the microphone."
        ),
        ClipFault.TOO_SHORT: _tr("There is too little speech in it: {} s at least.").format(
            as_short_as_it_is(LEAST_SPEECH_S)
        ),
        ClipFault.TOO_LONG: _tr("It is too long: {} s at most. Cut a part out of it.").format(
            as_short_as_it_is(LONGEST_S)
        ),
        ClipFault.LOW_RATE: _tr(
            "It sounds dull: it has less than {} kHz. A recording of better quality makes a better "
            "voice."
        ).format(as_short_as_it_is(LEAST_RATE / 1000)),
        ClipFault.CLIPPED: _tr(
            "It is overdriven. Turn the microphone down, or go further away from it, and record it "
            "again."
        ),
        ClipFault.TOO_SOFT: _tr(
            "It is very soft. Turn the microphone up, or go nearer to it, and record it again."
        ),
    }[fault]


def problem(error: Exception) -> str:
    """Why a voice could not be kept or changed."""
    fault = getattr(error, "fault", None)
    return advice(fault) if isinstance(fault, ClipFault) else worded(error)


def unfit(clip: Clip, entry: CatalogEntry) -> str:
    """Why an engine cannot take this voice; empty where it can."""
    if entry.clip_text == "required" and not clip.text:
        return _tr(
            "{engine} wants to know what is said in the clip: write it down in the settings, under "
            "Voices."
        ).format(engine=entry.name)
    if clip.facts.duration_s < entry.clip_min_s:
        return _tr("{engine} wants a clip of at least {seconds} s.").format(
            engine=entry.name, seconds=as_short_as_it_is(entry.clip_min_s)
        )
    if entry.clip_max_s and clip.facts.duration_s > entry.clip_max_s:
        return _tr("{engine} takes a clip of {seconds} s at most.").format(
            engine=entry.name, seconds=as_short_as_it_is(entry.clip_max_s)
        )
    return ""
