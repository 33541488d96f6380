"""The only module that uses PortAudio.

Every function may block: usually for milliseconds, forever when the system's audio service hangs.
PortAudio isn't thread-safe, so the player calls all of them on one thread. ``sounddevice`` is
imported when first needed (50 ms; ``OSError`` if the library is missing), and only its raw
streams are used, so NumPy is never imported.
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
    """The system's default microphone.

    Attributes:
        name: As the system calls it.
        sample_rate: Its default rate in Hz, which it never refuses.
    """

    name: str
    sample_rate: int


class Device:
    """A device that is open for one playback or recording."""

    def __init__(
        self, stream: Any, device_name: str, error: type[Exception], lost: Lost = errors.lost
    ) -> None:
        """Wraps a stream.

        Args:
            stream: A ``sounddevice.RawOutputStream`` or ``RawInputStream``.
            device_name: For messages.
            error: Raised by the stream's methods (``sounddevice.PortAudioError``).
            lost: Makes the error for a device that was disconnected.
        """
        self._stream = stream
        self._error = error
        self._lost = lost
        self.device_name = device_name
        self.latency_s: float = stream.latency

    def start(self) -> None:
        """Starts the device.

        Raises:
            SoundUnavailable: It was disconnected.
        """
        try:
            self._stream.start()
        except self._error as error:
            raise self._lost(self.device_name, error) from error

    def close(self) -> None:
        """Drops what isn't played yet, and releases the device."""
        try:
            self._stream.abort()
            self._stream.close()
        except self._error as error:
            # The device may be gone; there is nothing else to close.
            logger.info("%s was not closed cleanly: %s", self.device_name, error)


def load() -> Any:
    """Returns the module ``sounddevice``, initialized.

    Raises:
        SoundUnavailable: The package or its library is missing, or ALSA isn't configured.
    """
    if not alsa.has_default_device():
        raise errors.no_device("ALSA has no default device. Is libasound2-data installed?")
    try:
        import sounddevice  # 50 ms, and it may be missing
    except (ImportError, OSError) as error:
        raise errors.no_library(error) from error
    except Exception as error:
        # Its PortAudioError, which can't be named before the import succeeds.
        raise errors.no_device(str(error)) from error
    if not sounddevice._initialized:  # noqa: SLF001
        _initialize(sounddevice)
    return sounddevice


def refresh() -> None:
    """Rescans devices. Only while no stream is open: it closes all of them.

    Raises:
        SoundUnavailable: As :func:`load`.
    """
    sounddevice = load()
    # PortAudio scans devices only when it's initialized; sounddevice has no public name for
    # doing that again.
    sounddevice._terminate()  # noqa: SLF001
    _initialize(sounddevice)


def release() -> None:
    """Ends PortAudio, if it was started, on the thread that started it, as COM requires."""
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
    """Opens a device for mono speech, without starting it.

    Args:
        buffer: Provides the speech, on PortAudio's real-time thread.
        device: PortAudio's index; None for the system's default.
        latency: Seconds, or the device's own low or high value.
        on_end: Called on PortAudio's thread when the stream has ended, for any reason.

    Raises:
        SoundUnavailable: The device doesn't exist, or can't be opened.
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
    """Returns the system's default microphone.

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
    keep: Callable[[bytes], bool], sample_rate: int, *, on_end: Callable[[], None]
) -> Device:
    """Opens the default microphone for 16-bit mono speech, without starting it.

    Args:
        keep: Gets each block on PortAudio's real-time thread; returns False to end.
        sample_rate: In Hz.
        on_end: Called on PortAudio's thread when the stream has ended, for any reason.

    Raises:
        SoundUnavailable: There is none, or it can't be opened.
    """
    sounddevice = load()
    stop = sounddevice.CallbackStop

    def callback(samples: Any, _frames: int, _timing: Any, _status: Any) -> None:
        if not keep(bytes(samples)):
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
