"""A Python program on Windows that runs code for a test."""

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
    """The program's code raised an exception.

    Attributes:
        kind: Name of the exception's class.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class WindowsProgram:
    """A Windows process. Wine requires pipes as its streams."""

    def __init__(self, windows: Windows, home: Path) -> None:
        """Starts the program.

        Args:
            windows: Gets the program.
            home: ``ENGINEROOM_HOME`` of the program.
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
        """Runs statements; their names stay for the next ones.

        Raises:
            RemoteError: The code raised an exception.
        """
        self._ask({"run": code})

    def value(self, expression: str) -> Any:
        """Evaluates an expression, whose value must be serializable as JSON.

        Raises:
            RemoteError: The expression raised an exception.
        """
        return self._ask({"value": expression})

    def begin(self, expression: str) -> None:
        """Starts to evaluate an expression; see :meth:`end_value`."""
        self._send({"value": expression})

    def end_value(self) -> Any:
        """Returns the value of the expression of :meth:`begin`."""
        return self._answer()

    def kill(self) -> None:
        """Kills the program; Windows sees a terminated process."""
        self._process.kill()
        self._process.wait(30)

    def end(self) -> int:
        """Ends the program through the end of its input; returns its exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(30)

    def stderr(self) -> str:
        """Returns the last lines of stderr."""
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
        pass  # the program has ended
