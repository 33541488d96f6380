"""The uv process: finds uv, cleans its environment variables, reads its output, kills it."""

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

#: How often ``cancelled`` is checked, in seconds.
_CANCEL_TICK_S = 0.1
#: How many of the last lines of output a UvFailed carries.
_TAIL = 12

#: Variables that would make uv use another interpreter or project, or color its output.
_FOREIGN = re.compile(
    r"PYTHON.*|VIRTUAL_ENV|CONDA_PREFIX|FORCE_COLOR|CLICOLOR_FORCE"
    r"|UV_(PYTHON|SYSTEM_PYTHON|PROJECT|WORKING_DIR|PROJECT_ENVIRONMENT)"
)


class UvCancelled(Exception):
    """uv was killed because the caller's event was set."""


def find_uv() -> Path:
    """Returns uv's executable: shipped with the frozen app, in uv's wheel, or on PATH.

    Raises:
        EnvironmentFailed: There is none.
    """
    if getattr(sys, "frozen", False):
        name = "uv.exe" if sys.platform == "win32" else "uv"
        home = Path(sys.executable).parent
        for candidate in (home / name, home / "lib" / name, home / "_internal" / name):
            if candidate.is_file():
                return candidate
    try:
        import uv  # noqa: PLC0415 - not in a frozen app

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
    """Returns environment variables for uv: ours without those that would mislead it."""
    clean = {key: value for key, value in environ.items() if not _FOREIGN.fullmatch(key)}
    # PyInstaller points LD_LIBRARY_PATH to its own libraries and saves the original.
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
    """Runs uv to its end; kills it and its child processes when canceled.

    Args:
        command: uv's path and arguments.
        cwd: A folder outside any project.
        environment: All its environment variables.
        on_line: Called with each line of output, on the calling thread.
        cancelled: Set it to kill uv.
        inherited: Descriptors that uv inherits (POSIX).

    Raises:
        UvFailed: The exit code isn't 0.
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
    """Kills uv and the build backends it may have started, unless it has ended."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        import psutil  # noqa: PLC0415 - not at program start

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
