"""What can keep speech from being heard, in words that say what to do about it."""

from __future__ import annotations

import sys
from enum import Enum

from workers.base.messages import translatable


class SoundProblem(Enum):
    """Why there is no sound; the text of the error tells people, this tells programs."""

    NO_LIBRARY = "PortAudio missing"
    NO_DEVICE = "no output device"
    NOT_CONNECTED = "device not connected"
    NOT_OPENED = "device not opened"
    LOST = "device disconnected"
    NO_ANSWER = "audio system not responding"


class SoundUnavailable(RuntimeError):
    """Speech cannot be heard: nothing else in the program is the worse for it.

    Attributes:
        problem: The kind of trouble.
    """

    def __init__(self, problem: SoundProblem, message: str) -> None:
        """Keep the kind beside the sentence.

        Args:
            problem: The kind of trouble.
            message: A whole sentence for the user: what is missing, and what to do next.
        """
        super().__init__(message)
        self.problem = problem


def no_library(cause: BaseException, platform: str = sys.platform) -> SoundUnavailable:
    """The error for a machine without PortAudio, with the remedy for its platform.

    Args:
        cause: What ``import sounddevice`` raised.
        platform: As ``sys.platform``.
    """
    told = str(cause)
    if isinstance(cause, ImportError):
        message = translatable(
            "The sounddevice package isn't installed. Install it with: pip install "
            "sounddevice. Then play again ({cause}).",
            cause=told,
        )
    elif platform.startswith("linux"):
        message = translatable(
            "PortAudio isn't installed. Install libportaudio2 (Debian, Ubuntu: sudo apt "
            "install libportaudio2) or portaudio (Fedora, Arch), then play again ({cause}).",
            cause=told,
        )
    else:
        # On Windows and macOS the wheel of sounddevice brings the library along.
        message = translatable(
            "The PortAudio library of sounddevice failed to load. Reinstall it with: pip "
            "install --force-reinstall sounddevice. Then play again ({cause}).",
            cause=told,
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
        device: Its name, as people know it.
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
        device: Its name, as people know it.
        cause: What PortAudio said.
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
    """The error for a machine that has nothing to record with."""
    return SoundUnavailable(
        SoundProblem.NO_DEVICE,
        translatable(
            "No microphone found. Connect one, or allow Engine Room to use it in the system "
            "settings, then record again."
        ),
    )


def microphone_not_opened(device: str, cause: object) -> SoundUnavailable:
    """The error for a microphone that is there and refuses.

    Args:
        device: Its name, as people know it.
        cause: What PortAudio said.
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
    """The error for a microphone that went away while it recorded, or just before.

    Args:
        device: Its name, as people know it.
        cause: What PortAudio said, if anything.
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
    """The error for a device that went away while it played, or just before.

    Args:
        device: Its name, as people know it.
        cause: What PortAudio said, if anything.
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
    """The error for a sound system that hangs.

    Args:
        device: Its name, as people know it.
        waited_s: For how long it has been silent, in seconds.
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
    """What PortAudio said, as a part of a sentence; empty where it said nothing."""
    return f" ({cause})" if cause else ""
