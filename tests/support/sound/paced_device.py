"""An ALSA device without hardware that plays in real time and records every sample."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

from tests.support.patience import PATIENCE_S, crowding

PACE = Path(__file__).with_name("pace.py")

CONFIGURATION = """
pcm.sink {{ type null }}
pcm.tap {{ type file slave.pcm "sink" format "raw" file "{fifo}" }}
pcm.!default {{
    type plug
    slave {{ pcm "tap" rate {rate} format {alsa_format} channels 1 }}
}}
"""

ALSA_FORMATS = {"int16": "S16_LE", "float32": "FLOAT_LE"}
SAMPLE_BYTES = {"int16": 2, "float32": 4}


class PacedDevice:
    """The only audio device of programs that run with :attr:`environment`.

    ALSA's file plug-in writes into a FIFO of the smallest size; a process of ours reads it at the
    device's rate. Whatever a program plays is converted to one rate and sample type; where they
    are the same, it comes out bit for bit. About 0.15 s (what PortAudio, ALSA and the FIFO hold)
    pass between a program's handing over a sample and its being heard here.

    Attributes:
        environment: To add to a program's environment.
        raw_file: Everything played so far, silence included: mono samples without a header.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sample_rate: int = 24000,
        dtype: Literal["int16", "float32"] = "int16",
    ) -> None:
        """Prepares the device, which exists in a ``with`` block.

        Args:
            folder: An empty one of its own (it is made).
            sample_rate: The device's.
            dtype: The device's.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.sample_rate = sample_rate
        self.sample_bytes = SAMPLE_BYTES[dtype]
        self.raw_file = folder / "played.raw"
        self._fifo = folder / "loudspeaker"
        configuration = folder / "asound.conf"
        configuration.write_text(
            CONFIGURATION.format(
                fifo=self._fifo, rate=sample_rate, alsa_format=ALSA_FORMATS[dtype]
            ),
            encoding="utf-8",
        )
        self.environment = {"ALSA_CONFIG_PATH": str(configuration)}
        self._forgotten = 0
        self._heard: list[tuple[int, float]] = []
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        """Switch it on."""
        self.raw_file.touch()
        os.mkfifo(self._fifo)
        self.plug()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Take it away; what was played stays readable."""
        self.unplug()

    def plug(self) -> None:
        """Switch it on again after :meth:`unplug`."""
        self._heard.clear()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", str(PACE)),
                *(str(self._fifo), str(self.raw_file)),
                str(self.sample_rate * self.sample_bytes),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, name="paced device", daemon=True)
        self._listener.start()
        if not self._wait(lambda: bool(self._heard), PATIENCE_S):
            raise AssertionError("the paced device did not come up")

    def unplug(self) -> None:
        """The device is gone: whoever plays on it gets an error."""
        self._process.kill()
        self._process.wait(timeout=PATIENCE_S)
        self._listener.join(timeout=PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def forget(self) -> None:
        """Count from now on, as if nothing had been played before."""
        size = self.raw_file.stat().st_size
        self._forgotten = size - size % self.sample_bytes

    def read(self) -> bytes:
        """Everything played so far, silence included."""
        return self.raw_file.read_bytes()[self._forgotten :]

    def sound(self) -> bytes:
        """Everything from the first sample that is not silent to the last one."""
        played = self.read()
        head = len(played) - len(played.lstrip(b"\0"))
        tail = len(played.rstrip(b"\0"))
        size = self.sample_bytes
        return played[head - head % size : tail + -tail % size]

    def wait_for_sound(self, seconds: float, timeout_s: float = PATIENCE_S) -> None:
        """Wait until so much has been heard since the first sound.

        Args:
            seconds: 0 waits for the first sample that is not silent.
            timeout_s: Limit in seconds on an idle machine.
        """
        size = max(1, int(seconds * self.sample_rate)) * self.sample_bytes
        if not self._wait(lambda: len(self.sound()) >= size, timeout_s):
            raise AssertionError(f"heard {len(self.sound())} bytes of sound, waited for {size}")

    def wait_for_silence(self, seconds: float, timeout_s: float = PATIENCE_S) -> None:
        """Wait until so much silence has been played since the last sound."""

        def silence() -> int:
            played = self.read()
            return len(played) - len(played.rstrip(b"\0"))

        size = int(seconds * self.sample_rate) * self.sample_bytes
        if not self._wait(lambda: silence() >= size, timeout_s):
            raise AssertionError(f"no silence of {seconds} s; the last one has {silence()} bytes")

    def wait_for(self, sound: bytes, timeout_s: float = PATIENCE_S) -> None:
        """Wait until this has been heard, without a gap."""
        if not self._wait(lambda: sound in self.read(), timeout_s):
            raise AssertionError(f"not heard within {timeout_s} s; {len(self.sound())} bytes were")

    def first_sound_at(self) -> float:
        """When the first sample that is not silent was heard (time.monotonic), within 10 ms."""
        played = self.read()
        position = self._forgotten + len(played) - len(played.lstrip(b"\0"))
        with self._changed:
            return next(at for heard, at in self._heard if heard > position)

    def write_wav(self, path: Path) -> Path:
        """Save what was played (int16 devices) for a program that wants a file, as Whisper does."""
        assert self.sample_bytes == 2, "WAV files of the wave module hold integers"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, self.sample_rate, 0, "NONE", ""))
            file.writeframes(self.read())
        return path

    def _wait(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, timeout_s * crowding())

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            heard, at = line.split()
            with self._changed:
                self._heard.append((int(heard), float(at)))
                self._changed.notify_all()
