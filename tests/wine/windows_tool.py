"""A tool on Windows that does what a request asks for."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from typing import Any

#: The grandchild sleeps, for at most ten minutes.
_SLEEP = "import time; time.sleep(600)"


def _load() -> None:
    print("Geschwätz, in Python")  # noqa: T201 - a library's chatter
    os.write(1, b"chatter, below Python\n")


def _load_in_company() -> None:
    sys.stderr.write(f"loading {_grandchild()}\n")
    threading.Event().wait(600)


def _load_alone() -> None:
    sys.stderr.write("loading\n")
    threading.Event().wait(600)


def _synthesize(_model: None, request: dict[str, Any]) -> Any:
    return _DEEDS[request["do"]](request)


def _echo(request: dict[str, Any]) -> dict[str, Any]:
    return request


def _facts(_request: dict[str, Any]) -> dict[str, Any]:
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetConsoleWindow.restype = ctypes.c_void_p
    return {
        "pid": os.getpid(),
        "executable": sys.executable,
        "path": sys.path,
        "console_window": kernel32.GetConsoleWindow(),
        "error_mode": kernel32.GetErrorMode(),
        "environment": dict(os.environ),
    }


def _grandchild(_request: object = None) -> int:
    """Starts a process that ends only if it is killed."""
    process = subprocess.Popen([sys.executable, "-c", _SLEEP])
    _kept.append(process)
    return process.pid


def _stream(request: dict[str, Any]) -> Generator[dict[str, Any], None, dict[str, Any]]:
    for number in range(request["chunks"]):
        yield {"number": number, "payload": bytes([number % 256]) * 100_000}
    return {"total": request["chunks"]}


def _hang(_request: object) -> None:
    sys.stderr.write("hanging\n")
    threading.Event().wait(600)


def _hold_the_interpreter(_request: object) -> None:
    """Hangs while holding the interpreter's lock."""
    sys.stderr.write("holding\n")
    ctypes.PyDLL("kernel32").Sleep(600_000)


def _exit(request: dict[str, Any]) -> None:
    os._exit(request["code"])


def _fault(_request: object) -> None:
    """Faults on a native thread, where neither Python nor ctypes can catch it."""
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.CreateThread.argtypes = (ctypes.c_void_p,) * 6
    kernel32.CreateThread(None, None, 0x10, None, None, None)
    threading.Event().wait(600)


_kept: list[subprocess.Popen[bytes]] = []
_DEEDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "echo": _echo,
    "facts": _facts,
    "grandchild": _grandchild,
    "stream": _stream,
    "hang": _hang,
    "hold": _hold_the_interpreter,
    "exit": _exit,
    "fault": _fault,
}
