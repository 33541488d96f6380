"""Runs ``python -m workers.child`` over plain pipes, without request IDs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PUPPET = "tests.support.tools.puppet"
READY = "__WORKER_READY__"
_PATIENCE_S = 60


class HandRun:
    """A worker on pipes. Waits end with the timeout of the test at the latest."""

    def __init__(
        self,
        *arguments: str,
        module: str = "workers.child",
        python: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.process = subprocess.Popen(
            [python or sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self.stdin, self.stdout, self.stderr = (
            self.process.stdin,
            self.process.stdout,
            self.process.stderr,
        )

    def read_line(self) -> str:
        return self.stdout.readline().decode().rstrip("\n")

    def until_ready(self) -> list[str]:
        """Returns the lines up to READY, included."""
        lines: list[str] = []
        while not lines or lines[-1] != READY:
            lines.append(self.read_line())
            assert lines[-1], f"it ended before READY: {lines}"
        return lines

    def until_logged(self, words: str) -> None:
        """Read stderr up to a line that holds these words."""
        for line in self.stderr:
            if words in line.decode("utf-8", "replace"):
                return
        raise AssertionError(f"{words!r} is not on stderr")

    def send(self, line: bytes | Mapping[str, Any]) -> None:
        data = line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n"
        self.stdin.write(data)
        self.stdin.flush()

    def ask(self, line: bytes | Mapping[str, Any]) -> dict[str, Any]:
        self.send(line)
        return json.loads(self.read_line())

    def close_input(self) -> None:
        self.stdin.close()

    def exit_code(self) -> int:
        return self.process.wait(_PATIENCE_S)

    def rest(self) -> tuple[list[str], str]:
        """Returns the remaining lines of stdout, and the rest of stderr, after the end."""
        output, errors = self.stdout.read(), self.stderr.read()
        return output.decode("utf-8", "replace").splitlines(), errors.decode("utf-8", "replace")

    def end(self) -> None:
        self.process.kill()
        self.process.wait(_PATIENCE_S)
        for pipe in (self.stdin, self.stdout, self.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass  # ended without reading everything
