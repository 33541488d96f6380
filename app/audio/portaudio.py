"""PortAudio, and nothing else of ours touches it.

Every function here may block, for milliseconds as a rule and for ever when the system's sound
service hangs, and PortAudio is not thread-safe: the player calls all of them on its one
thread. ``sounddevice`` is imported when it is first needed (50 ms, and an ``OSError`` where the
library is missing); only its raw streams are used, so numpy is never imported.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from app.audio import alsa, errors

if TYPE_CHECKING:
    from app.audio.speech_buffer import SpeechBuffer

logger = logging.getLogger(__name__)

Latency: TypeAlias = "float | Literal['low', 'high']"
Lost: TypeAlias = "Callable[[str, object], errors.SoundUnavailable]"


@dataclass(frozen=True, slots=True)
class Microphone:
    """What is recorded from when nothing is chosen.

    Attributes:
        name: As the system calls it.
        sample_rate: The one that it never refuses, samples a second.
    """

    name: str
    sample_rate: int


class Device:
    """A device opened for one piece of speech."""

    def __init__(
        self, stream: Any, device_name: str, error: type[Exception], lost: Lost = errors.lost
    ) -> None:
        """Wrap a stream.

        Args:
            stream: A ``sounddevice.RawOutputStream`` or ``RawInputStream``.
            device_name: For messages.
            error: What the stream's methods raise (sounddevice's ``PortAudioError``).
            lost: Makes the error for a device that is not there any more.
        """
        self._stream = stream
        self._error = error
        self._lost = lost
        self.device_name = device_name
        self.latency_s: float = stream.latency

    def start(self) -> None:
        """Let the device begin to ask.

        Raises:
            SoundUnavailable: It is not there any more.
        """
        try:
            self._stream.start()
        except self._error as error:
            raise self._lost(self.device_name, error) from error

    def close(self) -> None:
        """Drop what is not heard yet, at once, and give the device back."""
        try:
            self._stream.abort()
            self._stream.close()
        except self._error as error:
            # The device may be gone; there is nothing left that could be done for it.
            logger.info("%s was not closed cleanly: %s", self.device_name, error)


def load() -> Any:
    """The module ``sounddevice``, initialised.

    Raises:
        SoundUnavailable: The package or its library is missing, or ALSA is not set up.
    """
    if not alsa.has_default_device():
        raise errors.no_device("ALSA has no default device. Is libasound2-data installed?")
    try:
        import sounddevice  # 50 ms, and it may be missing
    except (ImportError, OSError) as error:
        raise errors.no_library(error) from error
    except Exception as error:
        # Its PortAudioError, which cannot be named before the import has worked.
        raise errors.no_device(str(error)) from error
    if not sounddevice._initialized:  # noqa: SLF001
        _initialize(sounddevice)
    return sounddevice


def refresh() -> None:
    """Look for devices again. Only while no stream is open: it closes all of them.

    Raises:
        SoundUnavailable: As :func:`load`.
    """
    sounddevice = load()
    # PortAudio looks for devices when it is initialised and never again; sounddevice has no
    # public name for doing that anew.
    sounddevice._terminate()  # noqa: SLF001
    _initialize(sounddevice)


def release() -> None:
    """End PortAudio, if it was begun, on the thread that began it (COM wants that)."""
    sounddevice = sys.modules.get("sounddevice")
    if sounddevice is not None and sounddevice._initialized:  # noqa: SLF001
        sounddevice._terminate()  # noqa: SLF001


def _initialize(sounddevice: Any) -> None:
    try:
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as error:
        raise errors.no_device(str(error)) from error


def open_output(
    buffer: SpeechBuffer,
    *,
    device: int | None,
    latency: Latency,
    on_end: Callable[[], None],
) -> Device:
    """Open a device for mono speech, without starting it.

    Args:
        buffer: What is played; asked on PortAudio's real-time thread.
        device: PortAudio's index; None for the system's default.
        latency: Seconds, or the device's own idea of low and high.
        on_end: Called on PortAudio's thread when the stream has ended for whatever reason.

    Raises:
        SoundUnavailable: There is no such device, or it cannot be opened.
    """
    sounddevice = load()
    stop = sounddevice.CallbackStop

    def callback(out: Any, _frames: int, _timing: Any, status: Any) -> None:
        if not buffer.fill(memoryview(out), underflow=status.output_underflow):
            raise stop

    try:
        information = sounddevice.query_devices(device, "output")
    except (sounddevice.PortAudioError, ValueError) as error:
        raise errors.no_device() from error
    host = sounddevice.query_hostapis(information["hostapi"])["name"]
    name = f"The audio output '{information['name']}'"
    try:
        stream = sounddevice.RawOutputStream(
            samplerate=buffer.format.sample_rate,
            channels=1,
            dtype=buffer.format.dtype,
            device=device,
            latency=latency,
            callback=callback,
            finished_callback=on_end,
            # Shared WASAPI devices refuse every rate but their own unless Windows converts.
            extra_settings=(
                sounddevice.WasapiSettings(auto_convert=True) if "WASAPI" in host else None
            ),
        )
    except (sounddevice.PortAudioError, ValueError) as error:
        raise errors.not_opened(name, error) from error
    return Device(stream, name, sounddevice.PortAudioError)


def default_input() -> Microphone:
    """The system's default microphone.

    Raises:
        SoundUnavailable: As :func:`load`, or there is none.
    """
    sounddevice = load()
    try:
        information = sounddevice.query_devices(None, "input")
    except (sounddevice.PortAudioError, ValueError) as error:
        raise errors.no_microphone() from error
    return Microphone(information["name"], int(information["default_samplerate"]))


def open_input(
    take: Callable[[bytes], bool], sample_rate: int, *, on_end: Callable[[], None]
) -> Device:
    """Open the default microphone for mono speech of 16 bits, without starting it.

    Args:
        take: Gets each block on PortAudio's real-time thread; False when it was the last one.
        sample_rate: Samples a second.
        on_end: Called on PortAudio's thread when the stream has ended for whatever reason.

    Raises:
        SoundUnavailable: There is none, or it cannot be opened.
    """
    sounddevice = load()
    stop = sounddevice.CallbackStop

    def callback(samples: Any, _frames: int, _timing: Any, _status: Any) -> None:
        if not take(bytes(samples)):
            raise stop

    name = f"The microphone '{default_input().name}'"
    try:
        stream = sounddevice.RawInputStream(
            samplerate=sample_rate,
            channels=1,
            dtype="int16",
            latency="high",
            callback=callback,
            finished_callback=on_end,
        )
    except (sounddevice.PortAudioError, ValueError) as error:
        raise errors.microphone_not_opened(name, error) from error
    return Device(stream, name, sounddevice.PortAudioError, errors.lost_microphone)
