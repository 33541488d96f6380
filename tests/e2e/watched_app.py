"""The handle to a running program that tells where things are: see ``answering_app``."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 40.0


class WatchedApp:
    """A running program; ask it where to click and what it shows."""

    def __init__(self, environment: Mapping[str, str], *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.answering_app", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(environment),
            cwd=ROOT,
        )

    def ask(self, question: str, *arguments: object) -> Any:
        """Ask one question; see ``answering_app.RequestIds``."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([question, *arguments]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the program ended with {self.process.wait(timeout=10)}"
        answer = json.loads(line)
        assert "answer" in answer, answer["failed"]
        return answer["answer"]

    def where(self, name: str) -> tuple[int, int]:
        """The centre of a widget on the screen, by its object name."""
        x, y = self.ask("where", name)
        return x, y

    def row(self, name: str, row: int) -> tuple[int, int]:
        """The centre of a row of a list on the screen, by the list's object name."""
        x, y = self.ask("row", name, row)
        return x, y

    def wait_until(self, is_so: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Look every now and then until it is so."""
        pause = threading.Event()
        for _ in range(int(patience_s / 0.05)):
            if is_so():
                return
            pause.wait(0.05)
        raise AssertionError(f"it did not come to be; the program shows {self.ask('state')}")

    def wait_for_state(self, state: str) -> None:
        """Wait until the first engine is in a state, by the word in the table."""
        self.wait_until(lambda: self.ask("state")["engine"] == state)

    def end(self) -> int:
        """Wait until it has ended; its exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        code = self.process.wait(timeout=PATIENCE_S)
        self.process.stdin.close()
        self.process.stdout.close()
        return code

    def close(self) -> None:
        """End it if it runs still."""
        if self.process.poll() is None:
            self.process.terminate()
        self.end()
