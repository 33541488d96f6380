"""Wording about voice samples: facts, advice, and why an engine can't use one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.gui.text.messages import worded
from app.gui.text.numbers import as_short_as_it_is, decimal
from app.voices.checks import LEAST_RATE, LEAST_SPEECH_S, LONGEST_S, ClipFault

if TYPE_CHECKING:
    from app.voices.store import Clip
    from workers.catalog.entry import CatalogEntry


def _tr(text: str) -> str:
    return QCoreApplication.translate("voices", text)


def facts(clip: Clip) -> str:
    """Returns duration and sample rate: ``8.2 s, 24 kHz``."""
    return _tr("{seconds} s, {rate} kHz").format(
        seconds=decimal(clip.facts.duration_s, 1),
        rate=as_short_as_it_is(clip.facts.sample_rate / 1000),
    )


def advice(fault: ClipFault) -> str:
    """Returns what is wrong with a recording, and how to make a better one."""
    return {
        ClipFault.SILENT: _tr("No speech found. Move closer to the microphone and record again."),
        ClipFault.TOO_SHORT: _tr("Too little speech. Record at least {} s.").format(
            as_short_as_it_is(LEAST_SPEECH_S)
        ),
        ClipFault.TOO_LONG: _tr("The recording is too long. Trim it to at most {} s.").format(
            as_short_as_it_is(LONGEST_S)
        ),
        ClipFault.LOW_RATE: _tr(
            "The recording sounds muffled (below {} kHz). A higher-quality recording gives a "
            "better voice."
        ).format(as_short_as_it_is(LEAST_RATE / 1000)),
        ClipFault.CLIPPED: _tr(
            "The recording is distorted. Lower the microphone volume or move away from it, "
            "and record again."
        ),
        ClipFault.TOO_SOFT: _tr(
            "The recording is too quiet. Raise the microphone volume or move closer, and "
            "record again."
        ),
    }[fault]


def problem(error: Exception) -> str:
    """Returns why a voice couldn't be saved or changed."""
    fault = getattr(error, "fault", None)
    return advice(fault) if isinstance(fault, ClipFault) else worded(error)


def unsuitable_reason(clip: Clip, entry: CatalogEntry) -> str:
    """Returns why an engine can't use a voice; empty if it can."""
    if entry.clip_text == "required" and not clip.text:
        return _tr(
            "{engine} needs the transcript of the voice sample. Enter it in Settings > Voices."
        ).format(engine=entry.name)
    if clip.facts.duration_s < entry.clip_min_s:
        return _tr("{engine} needs a voice sample of at least {seconds} s.").format(
            engine=entry.name, seconds=as_short_as_it_is(entry.clip_min_s)
        )
    if entry.clip_max_s and clip.facts.duration_s > entry.clip_max_s:
        return _tr("{engine} accepts voice samples of up to {seconds} s.").format(
            engine=entry.name, seconds=as_short_as_it_is(entry.clip_max_s)
        )
    return ""
