"""What can keep speech from being heard, in words that say what to do about it."""

from __future__ import annotations

import sys
from enum import Enum

from workers.said import said


class SoundProblem(Enum):
    """Why there is no sound; the text of the error tells people, this tells programs."""

    NO_LIBRARY = "no PortAudio library"
    NO_DEVICE = "no output device"
    NOT_CONNECTED = "the chosen device is not there"
    NOT_OPENED = "the device could not be opened"
    LOST = "the device went away"
    NO_ANSWER = "the sound system does not answer"


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
        message = said(
            "The Python package sounddevice is not installed; install it with: "
            "pip install sounddevice. Then play again ({cause}).",
            cause=told,
        )
    elif platform.startswith("linux"):
        message = said(
            "The PortAudio library is not installed; install it with: "
            "sudo apt install libportaudio2 (Debian, Ubuntu), or portaudio (Fedora, Arch). "
            "Then play again ({cause}).",
            cause=told,
        )
    else:
        # On Windows and macOS the wheel of sounddevice brings the library along.
        message = said(
            "The PortAudio library that comes with sounddevice could not be loaded; reinstall it "
            "with: pip install --force-reinstall sounddevice. Then play again ({cause}).",
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
        said(
            "There is no sound output device{because}; connect or switch on a loudspeaker or "
            "headphones, then play again.",
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
        said(
            "The chosen sound output '{device}' is not connected; connect it, or choose another "
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
        said(
            "{device} could not be opened for playing ({cause}); another program may hold it: "
            "close that program, or choose another output device.",
            device=device,
            cause=str(cause),
        ),
    )


def no_microphone() -> SoundUnavailable:
    """The error for a machine that has nothing to record with."""
    return SoundUnavailable(
        SoundProblem.NO_DEVICE,
        said(
            "There is no microphone; connect one, or allow this program to use it in the system's "
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
        said(
            "{device} could not be opened for recording ({cause}); another program may hold it, or "
            "the system may not allow it: look there, then record again.",
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
        said(
            "{device} went away while it was recording{because}; connect it again, then record "
            "again.",
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
        said(
            "{device} went away while it was playing{because}; connect it again, or choose "
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
        said(
            "{device} has not answered for {seconds} seconds; restart the computer's sound "
            "service (or Engine Room), then play again.",
            device=device,
            seconds=round(waited_s),
        ),
    )


def _because(cause: object) -> str:
    """What PortAudio said, as a part of a sentence; empty where it said nothing."""
    return f" ({cause})" if cause else ""
