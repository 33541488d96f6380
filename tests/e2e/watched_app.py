"""A running program that tests can query; see ``answering_app`` for its side."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support.patience import PATIENCE_S, comes_true, crowding

ROOT = Path(__file__).resolve().parents[2]
_POLL_S = 0.02


class WatchedApp:
    """A running program with its window, asked for positions and texts."""

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
        """Calls a method of ``answering_app.Answers`` in the program."""
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
        """Returns the center of a widget on the screen, by object name, once it rests."""
        return self.position("where", name)

    def row(self, name: str, row: int) -> tuple[int, int]:
        """Returns the center of a row of a list on the screen, by the list's object name."""
        return self.position("row", name, row)

    def position(self, question: str, *arguments: object) -> tuple[int, int]:
        """Asks for a position until two answers in a row agree: layouts may still be settling."""
        before: Any = None

        def rests() -> bool:
            nonlocal before
            previous, before = before, self.ask(question, *arguments)
            return before is not None and before == previous

        self.wait_until(rests)
        x, y = before
        return x, y

    def wait_until(
        self, condition: Callable[[], object], timeout_s: float = PATIENCE_S, what: str = ""
    ) -> None:
        """Polls a condition; fails if it isn't met in time, which depends on the load."""
        if not comes_true(condition, timeout_s=timeout_s, poll_s=_POLL_S):
            raise AssertionError(f"{what or 'not met'}; the program shows {self.ask('state')}")

    def wait_for_state(self, state: str) -> None:
        """Waits until the table shows a state for the first engine."""
        self.wait_until(lambda: self.ask("state")["engine"] == state, what=f"never {state}")

    def end(self) -> int:
        """Waits until the program has ended; returns its exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        code = self.process.wait(timeout=PATIENCE_S * crowding())
        self.process.stdin.close()
        self.process.stdout.close()
        return code

    def close(self) -> None:
        """Ends the program if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
        self.end()
