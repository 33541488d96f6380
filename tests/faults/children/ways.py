"""Faults of a worker's process, selected by texts such as ``exit:7`` or ``signal:SIGSEGV``.

A name may have one argument. Runs in the worker.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

#: Variable with the path of a file that selects the fault of the next start, which deletes it.
NEXT_START_VARIABLE = "ENGINEROOM_TEST_NEXT_START"
_PIECE_BYTES = 2**16


def misbehave(way: str) -> object:
    """Runs a fault; returns its result for the answer."""
    name, _, argument = way.partition(":")
    return _WAYS[name](argument)


def at_start() -> None:
    """Runs the fault that was selected for this start, if any."""
    path = Path(os.environ[NEXT_START_VARIABLE])
    if path.exists():
        way = path.read_text(encoding="utf-8")
        path.unlink()
        misbehave(way)


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all data to a descriptor."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _say(descriptor: int, data: bytes) -> None:
    with contextlib.suppress(OSError):  # may be closed
        write_all(descriptor, data)


def _exit(code: str) -> None:
    os._exit(int(code))


def _exit_soon(code: str) -> None:
    """Exits after the answer, between requests."""
    threading.Timer(0.03, os._exit, [int(code)]).start()


def _signal(name: str) -> None:
    _write_no_core_file()
    os.kill(os.getpid(), getattr(signal, name))


def _abort(_: str) -> None:
    """Aborts, as a failed assertion in C does."""
    _write_no_core_file()
    os.abort()


def _segfault(_: str) -> None:
    """Reads from address 0."""
    _write_no_core_file()
    ctypes.string_at(0)


def _write_no_core_file() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _raise(message: str) -> None:
    raise RuntimeError(message)


def _raise_exit(code: str) -> None:
    sys.exit(int(code))


def _hang(_: str) -> None:
    threading.Event().wait()


def _wait(seconds: str) -> None:
    threading.Event().wait(float(seconds))


def _chatter(_: str) -> None:
    while True:
        write_all(1, b"loading, loading\n" * 50)


def _log(text: str) -> None:
    """Writes a line to stderr that tests wait for."""
    _say(2, text.encode() + b"\n")


def _spin(_: str) -> None:
    while True:
        pass


def _hang_in_c(_: str) -> None:
    """Hangs while holding the interpreter's lock, which stops all threads."""
    ctypes.PyDLL(None).sleep(3600)


def _ignore_shutdown(_: str) -> None:
    """Hangs at exit."""
    atexit.register(_hang, "")


def _close(descriptors: str) -> None:
    for descriptor in descriptors.split(","):
        with contextlib.suppress(OSError):  # closed already
            os.close(int(descriptor))


def _close_all(_: str) -> None:
    """Closes all descriptors, as daemons do."""
    os.closerange(0, 1024)


def _flood_stderr(size_bytes: str) -> None:
    """Writes to stderr without a newline."""
    for _ in range(int(size_bytes) // _PIECE_BYTES):
        _say(2, b"e" * _PIECE_BYTES)


def _flood_stderr_lines(size_bytes: str) -> None:
    line = b"a line of a progress bar, again and again\n"
    for _ in range(int(size_bytes) // _PIECE_BYTES):
        _say(2, line * (_PIECE_BYTES // len(line)))


def _noise(descriptor: str) -> None:
    _say(int(descriptor), bytes(range(256)) * 16 + b"\xff\xfe half a line")


def _print(text: str) -> None:
    with contextlib.suppress(OSError):
        print(text, flush=True)  # noqa: T201 - as libraries do
    _say(1, text.encode() + b"\n")


def _write(digits: str) -> None:
    """Writes bytes, given as hexadecimal digits, to stdout."""
    write_all(1, bytes.fromhex(digits))


def _long_line(_: str) -> None:
    for _piece in range(100 * 2**20 // _PIECE_BYTES):
        write_all(1, b"x" * _PIECE_BYTES)
    write_all(1, b"\n")


def _noise_everywhere(_: str) -> None:
    """Writes noise to every open descriptor."""
    for descriptor in range(64):
        try:
            os.write(descriptor, bytes(range(256)) + b"\xf0\x28\x8c\x28\n")
        except OSError:
            continue  # closed, or read-only


def _grandchild(kind: str) -> int:
    """Starts a process that keeps all inherited descriptors; returns its ID."""
    command = ["sleep", "3600"]
    if kind == "plain":
        return subprocess.Popen(command, close_fds=False).pid
    if kind == "daemon":
        return subprocess.Popen(command, close_fds=False, start_new_session=True).pid
    if kind == "nameless":  # without our token, in its own session
        return subprocess.Popen(command, close_fds=False, start_new_session=True, env={}).pid
    if kind == "late":  # gets our token after 20 ms
        token = "ENGINEROOM_WORKER_TOKEN=" + os.environ["ENGINEROOM_WORKER_TOKEN"]
        script = f"sleep 0.02; export {token}; exec sleep 3600"
        return subprocess.Popen(["sh", "-c", script], start_new_session=True, env={}).pid
    assert kind == "fork"
    pid = os.fork()
    if pid == 0:
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        while True:
            signal.pause()
    return pid


def _twin(_: str) -> None:
    """Forks and continues in both processes."""
    os.fork()


def _kill_children(_: str) -> None:
    """Kills all child processes, the guard included."""
    import psutil

    for child in psutil.Process().children():
        child.kill()
        child.wait()


def _claim_gb(gigabytes: str) -> None:
    """Installs a stand-in for torch that reports memory on the GPU."""
    held_bytes = float(gigabytes) * 2**30
    cuda = SimpleNamespace(
        is_available=lambda: True,
        is_initialized=lambda: True,
        device_count=lambda: 1,
        memory_reserved=lambda device: held_bytes,
    )
    sys.modules["torch"] = SimpleNamespace(cuda=cuda)  # type: ignore[assignment]


_WAYS: dict[str, Callable[[str], object]] = {
    "abort": _abort,
    "chatter": _chatter,
    "claim_gb": _claim_gb,
    "close": _close,
    "close_all": _close_all,
    "exit": _exit,
    "exit_soon": _exit_soon,
    "flood_stderr": _flood_stderr,
    "flood_stderr_lines": _flood_stderr_lines,
    "grandchild": _grandchild,
    "hang": _hang,
    "hang_in_c": _hang_in_c,
    "ignore_shutdown": _ignore_shutdown,
    "kill_children": _kill_children,
    "long_line": _long_line,
    "noise": _noise,
    "noise_everywhere": _noise_everywhere,
    "print": _print,
    "raise": _raise,
    "raise_exit": _raise_exit,
    "segfault": _segfault,
    "signal": _signal,
    "spin": _spin,
    "log": _log,
    "twin": _twin,
    "wait": _wait,
    "write": _write,
}
