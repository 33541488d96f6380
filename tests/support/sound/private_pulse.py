"""A private PulseAudio server with a null sink, for tests of its failures."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path
from typing import Self

from tests.support.patience import PATIENCE_S, crowding, until

RATE = 24000

CONFIGURATION = """
pcm.!default {{ type pulse server "unix:{socket}" }}
ctl.!default {{ type pulse server "unix:{socket}" }}
"""


class PrivatePulse:
    """A server whose one sink plays mono 16-bit sound at 24 kHz in real time.

    Attributes:
        environment: To add to a program's environment; its default sound device is the sink.
    """

    def __init__(self, folder: Path) -> None:
        """Describe the server; it runs inside ``with``.

        Args:
            folder: One of its own, with a short path (a socket lies in it).
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._socket = folder / "native"
        configuration = folder / "asound.conf"
        configuration.write_text(CONFIGURATION.format(socket=self._socket), encoding="utf-8")
        self.environment = {
            "ALSA_CONFIG_PATH": str(configuration),
            "HOME": str(folder),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_STATE_PATH": str(folder),
        }
        self._recorded = bytearray()
        self._changed = threading.Condition()

    @staticmethod
    def installed() -> bool:
        """Whether this machine has what it takes."""
        return shutil.which("pulseaudio") is not None and shutil.which("parec") is not None

    def __enter__(self) -> Self:
        """Start the server and record what its sink plays."""
        environment = {**os.environ, **self.environment}
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit"),
                "--use-pid-file=no",
                *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"),
                # Without norewinds most runs stall for one or two seconds.
                *(
                    "-L",
                    f"module-null-sink sink_name=t rate={RATE} channels=1 format=s16le norewinds=1",
                ),
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_for_socket()
        self._recorder = subprocess.Popen(
            [
                *("parec", "-d", "t.monitor", "--latency-msec=20", f"--rate={RATE}"),
                *("--channels=1", "--format=s16le"),
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listener = threading.Thread(target=self._listen, name="parec", daemon=True)
        self._listener.start()
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self._recorded), PATIENCE_S), (
                "nothing recorded"
            )
        return self

    def __exit__(self, *_exception: object) -> None:
        """Kills both processes."""
        for process in (self._recorder, self._server):
            process.kill()
            process.wait(timeout=PATIENCE_S)
        self._listener.join(timeout=PATIENCE_S)
        assert self._recorder.stdout is not None
        self._recorder.stdout.close()

    def kill(self) -> None:
        """Kills the server."""
        self._server.kill()
        self._server.wait(timeout=PATIENCE_S)

    def freeze(self) -> None:
        """Stops the server, so that it answers nothing."""
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Continues the server."""
        self._server.send_signal(signal.SIGCONT)

    def wait_for(self, sound: bytes, timeout_s: float = PATIENCE_S) -> None:
        """Waits until the sink has played audio without a gap."""
        with self._changed:
            heard = self._changed.wait_for(lambda: sound in self._recorded, timeout_s * crowding())
        if not heard:
            raise AssertionError(f"not heard within {timeout_s} s: {self.heard_of(sound)} bytes")

    def heard_of(self, sound: bytes) -> int:
        """Returns how many bytes of an audio were played, counted from its start."""
        with self._changed:
            recorded = bytes(self._recorded)
        start = recorded.find(sound[:400])
        if start < 0:
            return 0
        heard = recorded[start : start + len(sound)]
        different = (at for at, byte in enumerate(heard) if byte != sound[at])
        return next(different, len(heard))

    def _wait_for_socket(self) -> None:
        def accepts() -> bool:
            assert self._server.poll() is None, "pulseaudio didn't start"
            with socket.socket(socket.AF_UNIX) as attempt:
                return attempt.connect_ex(str(self._socket)) == 0

        until(accepts, "a connection to pulseaudio", poll_s=0.02)

    def _listen(self) -> None:
        assert self._recorder.stdout is not None
        descriptor = self._recorder.stdout.fileno()
        while block := os.read(descriptor, 4096):
            with self._changed:
                self._recorded += block
                self._changed.notify_all()
