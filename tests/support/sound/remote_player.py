"""``app.audio.Player`` in a process of its own: ALSA reads its configuration only once.

A line of JSON asks for one call of the player's or its playback's and gets a line back; changes
of state come as lines in between. The other end is ``served_player``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

from app.audio import PlaybackState, RecordingState

ROOT = Path(__file__).resolve().parents[3]
SERVED = "tests.support.sound.served_player"
FINAL = frozenset(state.name for state in (*PlaybackState, *RecordingState) if state.is_final)


class RemoteError(Exception):
    """The call raised an exception in the player's process; the message has its type."""


class RemotePlayer:
    """Controls a player in a child process; all waits have timeouts.

    Attributes:
        histories: For each playback the names of the states it went through, in order.
    """

    def __init__(
        self, environment: dict[str, str], *, patience_s: float = 8.0, timeout_s: float = 60.0
    ) -> None:
        """Prepares the player, which runs in a ``with`` block.

        Args:
            environment: Added to ours: a sound device's.
            patience_s: See ``Player``.
            timeout_s: How long an answer or a state may take.
        """
        self._environment = {**os.environ, **environment}
        self._patience_s = patience_s
        self._timeout_s = timeout_s
        self._changed = threading.Condition()
        self._answers: list[dict[str, Any]] = []
        self.histories: list[list[str]] = []

    def __enter__(self) -> Self:
        """Starts the process."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", SERVED, str(self._patience_s)],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, name="remote player", daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Kills the process."""
        self._process.kill()
        self._process.wait(timeout=30)
        self._listener.join(timeout=30)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def start(self, sample_rate: int = 24000, dtype: str = "int16") -> None:
        """``Player.start``."""
        with self._changed:
            self.histories.append([])
        self._ask("start", sample_rate=sample_rate, dtype=dtype)

    def record(self, longest_s: float) -> None:
        """``Player.record``."""
        with self._changed:
            self.histories.append([])
        self._ask("record", longest_s=longest_s)

    def recorded(self) -> dict[str, Any]:
        """Returns facts about the last recording; ``samples`` are its first 100,000 bytes."""
        message = self._ask("recorded")
        return {**message, "samples": bytes.fromhex(message["samples"])}

    def microphone(self) -> dict[str, Any]:
        """Calls ``Player.find_microphone``; returns its name and the error's message."""
        return self._ask("microphone")

    @property
    def states(self) -> list[str]:
        """Returns the states of the last playback so far."""
        return self.histories[-1]

    def feed(self, speech: bytes, **speech_format: Any) -> None:
        """``Playback.feed`` of the last playback that was started."""
        self._ask("feed", speech=speech.hex(), speech_format=speech_format)

    def feed_all(self, *chunks: bytes, from_s: float) -> None:
        """``Playback.feed_all``."""
        self._ask("feed_all", chunks=[chunk.hex() for chunk in chunks], from_s=from_s)

    def seek(self, seconds: float) -> None:
        """``Playback.seek``."""
        self._ask("seek", seconds=seconds)

    def finish(self) -> None:
        """``Playback.finish``."""
        self._ask("finish")

    def stop(self) -> None:
        """``Player.stop``."""
        self._ask("stop")

    def devices(self) -> dict[str, Any]:
        """``Player.list_devices``: names, the default's name, and the error's message."""
        return self._ask("devices")

    def choose(self, device_id: str | None) -> None:
        """Sets ``Player.device_id``."""
        self._ask("choose", device_id=device_id)

    def close(self, timeout_s: float = 20.0) -> bool:
        """``Player.close``."""
        return self._ask("close", timeout_s=timeout_s)

    def report(self) -> dict[str, Any]:
        """Returns facts about the last playback, and the longest time of a call."""
        return self._ask("report")

    def hold_interpreter(self, seconds: float) -> None:
        """Blocks all Python code in the player's process, the audio callback included."""
        self._ask("hold_interpreter", seconds=seconds)

    def wait_for(self, *states: str) -> str:
        """Waits until the last playback is in one of these states, or in a final one.

        Returns:
            The state; the test says whether it is the right one.
        """
        expected = FINAL | set(states)
        with self._changed:
            known = self._changed.wait_for(
                lambda: bool(self.states) and self.states[-1] in expected, self._timeout_s
            )
            assert known, f"{self.states} so far, waited for {sorted(expected)}"
            return self.states[-1]

    def _ask(self, call: str, **arguments: Any) -> Any:
        with self._changed:
            expected = len(self._answers) + 1
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"call": call, **arguments}) + "\n")
        self._process.stdin.flush()
        with self._changed:
            answered = self._changed.wait_for(
                lambda: len(self._answers) >= expected, self._timeout_s
            )
            assert answered, f"no answer to {call}; exit code {self._process.poll()}"
            message = self._answers[expected - 1]
        if "raised" in message:
            raise RemoteError(message["raised"])
        return message["answer"]

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            with self._changed:
                if "state" in message:
                    self.histories[message["playback"]].append(message["state"])
                else:
                    self._answers.append(message)
                self._changed.notify_all()
