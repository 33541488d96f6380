"""Errors of the audio system, with messages that say what to do."""

from __future__ import annotations

import sys
from enum import Enum

from workers.base.messages import translatable


class SoundProblem(Enum):
    """Kind of an audio error, for programs; the error's message is for people."""

    NO_LIBRARY = "PortAudio missing"
    NO_DEVICE = "no output device"
    NOT_CONNECTED = "device not connected"
    NOT_OPENED = "device not opened"
    LOST = "device disconnected"
    NO_ANSWER = "audio system not responding"


class SoundUnavailable(RuntimeError):
    """Audio can't be played or recorded; the rest of the program works.

    Attributes:
        problem: The kind of error.
    """

    def __init__(self, problem: SoundProblem, message: str) -> None:
        """Sets the message.

        Args:
            problem: The kind of error.
            message: A sentence for the user: what is wrong, and what to do next.
        """
        super().__init__(message)
        self.problem = problem


def no_library(cause: BaseException, platform: str = sys.platform) -> SoundUnavailable:
    """Makes the error for a missing PortAudio, with the remedy for the platform.

    Args:
        cause: What ``import sounddevice`` raised.
        platform: As ``sys.platform``.
    """
    if isinstance(cause, ImportError):
        message = translatable(
            "The sounddevice package isn't installed. Install it with: pip install "
            "sounddevice. Then play again ({cause}).",
            cause=str(cause),
        )
    elif platform.startswith("linux"):
        message = translatable(
            "PortAudio isn't installed. Install libportaudio2 (Debian, Ubuntu: sudo apt "
            "install libportaudio2) or portaudio (Fedora, Arch), then play again ({cause}).",
            cause=str(cause),
        )
    else:
        # On Windows and macOS the wheel of sounddevice brings the library along.
        message = translatable(
            "The PortAudio library of sounddevice failed to load. Reinstall it with: pip "
            "install --force-reinstall sounddevice. Then play again ({cause}).",
            cause=str(cause),
        )
    return SoundUnavailable(SoundProblem.NO_LIBRARY, message)


def no_device(detail: str = "") -> SoundUnavailable:
    """The error for a machine that has nothing to play on.

    Args:
        detail: Why, where known, as part of a sentence.
    """
    return SoundUnavailable(
        SoundProblem.NO_DEVICE,
        translatable(
            "No audio output found{because}. Connect or turn on speakers or headphones, then "
            "play again.",
            because=_because(detail),
        ),
    )


def not_connected(device: str) -> SoundUnavailable:
    """The error for a chosen device that is not there.

    Args:
        device: Its name.
    """
    return SoundUnavailable(
        SoundProblem.NOT_CONNECTED,
        translatable(
            "The audio output '{device}' isn't connected. Connect it, or choose another "
            "output device.",
            device=device,
        ),
    )


def not_opened(device: str, cause: object) -> SoundUnavailable:
    """The error for a device that is there and refuses.

    Args:
        device: Its name.
        cause: PortAudio's message.
    """
    return SoundUnavailable(
        SoundProblem.NOT_OPENED,
        translatable(
            "{device} couldn't be opened for playback ({cause}). Another program may be using "
            "it. Close that program, or choose another output device.",
            device=device,
            cause=str(cause),
        ),
    )


def no_microphone() -> SoundUnavailable:
    """Makes the error for a missing microphone."""
    return SoundUnavailable(
        SoundProblem.NO_DEVICE,
        translatable(
            "No microphone found. Connect one, or allow Engine Room to use it in the system "
            "settings, then record again."
        ),
    )


def microphone_not_opened(device: str, cause: object) -> SoundUnavailable:
    """Makes the error for a microphone that can't be opened.

    Args:
        device: Its name.
        cause: PortAudio's message.
    """
    return SoundUnavailable(
        SoundProblem.NOT_OPENED,
        translatable(
            "{device} couldn't be opened for recording ({cause}). Another program may be "
            "using it, or the system may block it. Check the system settings, then record "
            "again.",
            device=device,
            cause=str(cause),
        ),
    )


def lost_microphone(device: str, cause: object = "") -> SoundUnavailable:
    """Makes the error for a microphone that was disconnected while recording, or just before.

    Args:
        device: Its name.
        cause: PortAudio's message, if any.
    """
    return SoundUnavailable(
        SoundProblem.LOST,
        translatable(
            "{device} was disconnected during recording{because}. Reconnect it, then record again.",
            device=device,
            because=_because(cause),
        ),
    )


def lost(device: str, cause: object = "") -> SoundUnavailable:
    """Makes the error for a device that was disconnected while playing, or just before.

    Args:
        device: Its name.
        cause: PortAudio's message, if any.
    """
    return SoundUnavailable(
        SoundProblem.LOST,
        translatable(
            "{device} was disconnected during playback{because}. Reconnect it or choose "
            "another output device, then play again.",
            device=device,
            because=_because(cause),
        ),
    )


def no_answer(device: str, waited_s: float) -> SoundUnavailable:
    """Makes the error for an audio system that hangs.

    Args:
        device: Its name.
        waited_s: Seconds without an answer.
    """
    return SoundUnavailable(
        SoundProblem.NO_ANSWER,
        translatable(
            "{device} hasn't responded for {seconds} s. Restart Engine Room or the system's "
            "sound service, then play again.",
            device=device,
            seconds=round(waited_s),
        ),
    )


def _because(cause: object) -> str:
    """Returns PortAudio's message in parentheses; empty if there is none."""
    return f" ({cause})" if cause else ""
