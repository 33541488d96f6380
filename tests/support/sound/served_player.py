"""The child process of RemotePlayer: ``python -m tests.support.sound.served_player PATIENCE_S``."""

from __future__ import annotations

import ctypes
import json
import logging
import sys
import threading
import time
from typing import Any

from app.audio import OutputDevice, Playback, Player, Recording, SoundUnavailable


class ServedPlayer:
    """The real player, controlled by lines on stdin; see ``RemotePlayer``."""

    def __init__(self, patience_s: float) -> None:
        self._player = Player(patience_s=patience_s)
        self._playback: Playback | None = None
        self._recording: Recording | None = None
        self._started = 0
        self._longest_call_s = 0.0
        self._first_fed_at = 0.0
        self._output = threading.Lock()

    def serve(self) -> None:
        for line in sys.stdin:
            request = json.loads(line)
            call = getattr(self, f"do_{request.pop('call')}")
            try:
                self._send({"answer": call(**request)})
            except (RuntimeError, ValueError) as error:
                self._send({"raised": f"{type(error).__name__}: {error}"})

    def do_start(self, sample_rate: int, dtype: Any) -> None:
        began = time.monotonic()
        self._first_fed_at = 0.0
        number, self._started = self._started, self._started + 1
        self._playback = self._player.start(
            sample_rate,
            dtype,
            on_state=lambda _, state: self._send({"state": state.name, "playback": number}),
        )
        self._clock(began)

    def do_feed(self, speech: str, speech_format: dict[str, Any]) -> None:
        assert self._playback is not None
        chunk = bytes.fromhex(speech)
        began = time.monotonic()
        self._first_fed_at = self._first_fed_at or began
        self._playback.feed(chunk, **speech_format)
        self._clock(began)

    def do_feed_all(self, chunks: list[str], from_s: float) -> None:
        assert self._playback is not None
        self._playback.feed_all([bytes.fromhex(chunk) for chunk in chunks], from_s=from_s)

    def do_seek(self, seconds: float) -> None:
        assert self._playback is not None
        began = time.monotonic()
        self._playback.seek(seconds)
        self._clock(began)

    def do_finish(self) -> None:
        assert self._playback is not None
        began = time.monotonic()
        self._playback.finish()
        self._clock(began)

    def do_stop(self) -> None:
        began = time.monotonic()
        self._player.stop()
        self._clock(began)

    def do_record(self, longest_s: float) -> None:
        began = time.monotonic()
        number, self._started = self._started, self._started + 1
        self._recording = self._player.record(
            longest_s,
            on_state=lambda _, state: self._send({"state": state.name, "playback": number}),
        )
        self._clock(began)

    def do_recorded(self) -> dict[str, Any]:
        recording = self._recording
        assert recording is not None
        return {
            "samples": b"".join(recording.chunks)[:100_000].hex(),
            "sample_rate": recording.format.sample_rate if recording.chunks else None,
            "duration_s": recording.duration_s,
            "level": recording.level,
            "message": str(recording.error) if recording.error else None,
            "longest_call_s": self._longest_call_s,
        }

    def do_microphone(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        done = threading.Event()

        def on_microphone(name: str | None, error: SoundUnavailable | None) -> None:
            found["name"] = name
            found["error"] = str(error) if error else None
            done.set()

        self._player.find_microphone(on_microphone)
        assert done.wait(60)
        return found

    def do_devices(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        done = threading.Event()

        def on_devices(devices: tuple[OutputDevice, ...], error: SoundUnavailable | None) -> None:
            found["ids"] = [device.id for device in devices]
            found["default"] = next((device.id for device in devices if device.is_default), None)
            found["error"] = str(error) if error else None
            done.set()

        self._player.list_devices(on_devices)
        assert done.wait(60)
        return found

    def do_choose(self, device_id: str | None) -> None:
        self._player.device_id = device_id

    def do_hold_interpreter(self, seconds: float) -> None:
        # Functions of a PyDLL hold the interpreter's lock.
        ctypes.PyDLL(None).usleep(int(seconds * 1_000_000))

    def do_close(self, timeout_s: float) -> bool:
        return self._player.close(timeout_s)

    def do_report(self) -> dict[str, Any]:
        playback = self._playback
        assert playback is not None
        error = playback.error
        return {
            "state": playback.state.name,
            "problem": error.problem.name if error else None,
            "message": str(error) if error else None,
            "replaced_device": playback.replaced_device,
            "frames_played": playback.frames_played,
            "position_s": playback.position_s,
            "first_sound_at": playback.first_sound_at,
            "first_fed_at": self._first_fed_at,
            "gaps": playback.gaps,
            "underruns": playback.underruns,
            "longest_call_s": self._longest_call_s,
            "numpy": "numpy" in sys.modules,
        }

    def _clock(self, began: float) -> None:
        self._longest_call_s = max(self._longest_call_s, time.monotonic() - began)

    def _send(self, message: dict[str, Any]) -> None:
        with self._output:
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    ServedPlayer(float(sys.argv[1])).serve()
