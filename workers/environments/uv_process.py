"""Runs uv: finds it, keeps our surroundings out of it, reads its lines, stops it."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workers.base.messages import translatable
from workers.environments.uv_output import UvFailed
from workers.errors import EnvironmentFailed

#: How soon uv is stopped when somebody cancels, in seconds.
_CANCEL_TICK_S = 0.1
#: How many of uv's last lines a failure is told with.
_TAIL = 12

#: Variables that would send uv elsewhere than where we tell it to go, or colour its lines.
_FOREIGN = re.compile(
    r"PYTHON.*|VIRTUAL_ENV|CONDA_PREFIX|FORCE_COLOR|CLICOLOR_FORCE"
    r"|UV_(PYTHON|SYSTEM_PYTHON|PROJECT|WORKING_DIR|PROJECT_ENVIRONMENT)"
)


class UvCancelled(Exception):
    """uv was killed because the caller's event was set."""


def find_uv() -> Path:
    """Where uv is: shipped beside a frozen app, in its wheel, or on the search path.

    Raises:
        EnvironmentFailed: Nowhere.
    """
    if getattr(sys, "frozen", False):
        name = "uv.exe" if sys.platform == "win32" else "uv"
        home = Path(sys.executable).parent
        for candidate in (home / name, home / "lib" / name, home / "_internal" / name):
            if candidate.is_file():
                return candidate
    try:
        import uv  # noqa: PLC0415 - a frozen app is without it

        return Path(uv.find_uv_bin())
    except (ImportError, FileNotFoundError):
        on_path = shutil.which("uv")
    if on_path is None:
        message = translatable(
            "uv isn't installed. Run `python -m installer run` again, or install uv"
        )
        raise EnvironmentFailed(message)
    return Path(on_path)


def uv_environment(environ: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """What uv shall see of our environment variables."""
    clean = {key: value for key, value in environ.items() if not _FOREIGN.fullmatch(key)}
    # A frozen app's libraries are not uv's: PyInstaller keeps what was there before.
    if "LD_LIBRARY_PATH_ORIG" in clean:
        clean["LD_LIBRARY_PATH"] = clean.pop("LD_LIBRARY_PATH_ORIG")
    elif getattr(sys, "frozen", False):
        clean.pop("LD_LIBRARY_PATH", None)
    return {**clean, "NO_COLOR": "1", "UV_PYTHON_DOWNLOADS": "never", **extra}


def run_uv(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    on_line: Callable[[str], None],
    cancelled: threading.Event,
    inherited: tuple[int, ...] = (),
) -> None:
    """Run uv to its end, or kill it and what it started.

    Args:
        command: uv's path and arguments.
        cwd: Where no project's settings lie above it.
        environment: All of its environment variables.
        on_line: Called with each line it writes, on the calling thread.
        cancelled: Set it to have uv killed.
        inherited: Descriptors that uv keeps open while it runs (POSIX).

    Raises:
        UvFailed: It ended with another code than 0.
        UvCancelled: ``cancelled`` was set before it ended.
    """
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        pass_fds=inherited if sys.platform != "win32" else (),
        start_new_session=True,
        creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process, lines), name="uv-output", daemon=True)
    reader.start()
    tail: deque[str] = deque(maxlen=_TAIL)
    try:
        while True:
            if cancelled.is_set():
                raise UvCancelled
            try:
                line = lines.get(timeout=_CANCEL_TICK_S)
            except queue.Empty:
                continue
            if line is None:
                break
            tail.append(line)
            on_line(line)
        if process.wait():
            raise UvFailed(tuple(tail))
    finally:
        _kill(process)
        process.wait()
        reader.join()
        if process.stdout:
            process.stdout.close()


def _read(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    if process.stdout:
        for line in process.stdout:
            lines.put(line.rstrip("\n"))
    lines.put(None)


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill uv and the build back ends it may have started; nothing when it has ended."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415 - the start does not pay for what this needs

        try:
            family = psutil.Process(process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        for member in family:
            try:
                member.kill()
            except psutil.NoSuchProcess:
                continue
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
