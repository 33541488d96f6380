"""A Python program on Windows that does what a test tells it, line by line."""

from __future__ import annotations

import json
import subprocess
import threading
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.wine.windows import ROOT, Windows, windows_path

_SCRIPT = Path(__file__).with_name("obey.py")


class RemoteError(Exception):
    """What the program was told to do raised an exception there.

    Attributes:
        kind: Name of the exception's class.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class WindowsProgram:
    """A Windows process. All its streams are pipes: wine takes nothing else."""

    def __init__(self, windows: Windows, home: Path) -> None:
        """Start it.

        Args:
            windows: Where it runs.
            home: Its ``ENGINEROOM_HOME``.
        """
        places = [windows_path(ROOT), windows_path(windows.packages)]
        self._process = subprocess.Popen(
            ["wine", windows_path(windows.python), "-I", "-u", "-X", "utf8", windows_path(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**windows.environment, "ENGINEROOM_HOME": windows_path(home)},
        )
        self._stderr: deque[str] = deque(maxlen=200)
        self._reader = threading.Thread(target=self._read_stderr, daemon=True)
        self._reader.start()
        self.run(f"import sys; sys.path[:0] = {places!r}")

    def run(self, code: str) -> None:
        """Have statements carried out; names stay for the next ones.

        Raises:
            RemoteError: They raised an exception.
        """
        self._ask({"run": code})

    def value(self, expression: str) -> Any:
        """Have an expression evaluated; its value must be something that JSON knows.

        Raises:
            RemoteError: It raised an exception.
        """
        return self._ask({"value": expression})

    def begin(self, expression: str) -> None:
        """As :meth:`value`, but nobody waits for it."""
        self._send({"value": expression})

    def end_value(self) -> Any:
        """What :meth:`begin` asked for."""
        return self._answer()

    def kill(self) -> None:
        """SIGKILL, which is to Windows as if the process had been terminated."""
        self._process.kill()
        self._process.wait(30)

    def end(self) -> int:
        """Let it end by itself, as its script does at the end of its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(30)

    def stderr(self) -> str:
        """What it has written there lately."""
        return "\n".join(self._stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait(30)
        self._reader.join(30)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close(stream)

    def _ask(self, order: dict[str, str]) -> Any:
        self._send(order)
        return self._answer()

    def _send(self, order: dict[str, str]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            message = f"the Windows program has ended:\n{self.stderr()}"
            raise AssertionError(message)
        answer = json.loads(line)
        if "error" in answer:
            raise RemoteError(*answer["error"])
        return answer["value"]

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                self._stderr.append(line.decode("utf-8", "replace").rstrip())


def _close(stream: Any) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass  # what was not yet flushed is of no use to the dead
