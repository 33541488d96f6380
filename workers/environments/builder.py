"""The steps of making one environment, for whoever holds its lock."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from workers.environments import embeddable
from workers.environments.marker import Marker, python_of
from workers.environments.pip_settings import uv_settings
from workers.environments.uv_process import run_uv, uv_environment
from workers.errors import EnvironmentFailed
from workers.said import said

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from workers.environments.uv_output import ProgressReader

logger = logging.getLogger(__name__)

#: Folders that are being deleted begin with this.
TRASH = ".trash-"
#: A base interpreter that does not answer by then, in seconds, will not.
_VERSION_TIMEOUT_S = 30.0


class Builder:
    """Works on one environment. Its methods raise what ``run_uv`` raises, and OSError."""

    def __init__(
        self,
        folder: Path,
        uv: Path,
        *,
        reader: ProgressReader,
        cancelled: threading.Event,
        lock: int,
    ) -> None:
        """Nothing is done yet.

        Args:
            folder: The environment's.
            uv: uv's executable.
            reader: Gets uv's lines.
            cancelled: Set it to have uv killed.
            lock: Descriptor of the lock that is held, which uv holds on to as well.
        """
        self.folder = folder
        self._uv = uv
        self._reader = reader
        self._cancelled = cancelled
        self._lock = lock

    def make_empty(self, base: Path, marker: Marker) -> None:
        """Make the environment anew, with nothing in it but its interpreter."""
        discard(self.folder)
        self.folder.mkdir(parents=True)
        marker.write(self.folder)
        self._reader.tell(said("Creating environment"), 0.0, f"Python {marker.python}")
        if embeddable.is_embeddable(base):
            embeddable.copy(base, self.folder)
        else:
            self._run(["venv", "--allow-existing", "--python", str(base), str(self.folder)])

    def install(self, requirements: Sequence[str], *options: str) -> None:
        """Install all requirements, and with ``--dry-run`` only find out whether they can be."""
        # Workers run isolated and never write bytecode: it is compiled once, here.
        command = ["pip", "install", "--compile-bytecode", "--python", str(self._python())]
        target = embeddable.packages_of(self.folder)
        if target is not None:
            command += ["--target", str(target)]
        self._run([*command, *uv_settings().arguments, *options, *requirements])

    def finish(self, marker: Marker) -> Path:
        """Declare the environment whole.

        Returns:
            Its interpreter.
        """
        python = self._python()
        marker.write(self.folder)
        self._reader.tell(said("Installed"), 1.0)
        return python

    def _python(self) -> Path:
        python = python_of(self.folder)
        if python is None:
            raise EnvironmentFailed(
                f"environment {self.folder.name!r} has no interpreter in {self.folder}; "
                "remove it and install it again",
                worker=self.folder.name,
            )
        return python

    def _run(self, arguments: list[str]) -> None:
        def on_line(line: str) -> None:
            logger.debug("uv: %s", line)
            self._reader.line(line)

        run_uv(
            [str(self._uv), *arguments],
            # Not where the user happens to be: uv would obey a project's settings there.
            cwd=self.folder.parent,
            environment=uv_environment(os.environ, uv_settings().variables),
            on_line=on_line,
            cancelled=self._cancelled,
            inherited=(self._lock,),
        )


def discard(folder: Path) -> None:
    """Delete a folder, first under another name, so that what is left is never used."""
    if not folder.exists():
        return
    trash = folder.with_name(f"{TRASH}{folder.name}-{uuid.uuid4().hex}")
    folder.rename(trash)
    shutil.rmtree(trash)


def default_base() -> Path:
    """The interpreter that environments are made from when none is named.

    Raises:
        EnvironmentFailed: A frozen app was shipped without one.
    """
    if not getattr(sys, "frozen", False):
        return Path(sys.executable)
    embedded = Path(sys.executable).parent / "python-embed"
    python = embedded / ("python.exe" if sys.platform == "win32" else "bin/python3")
    if not python.is_file():
        raise EnvironmentFailed(
            f"there is no interpreter to install engines with: {python} is missing; "
            "install the application again"
        )
    return python


def version_of(python: Path) -> str:
    """An interpreter's version, such as ``3.11.7``.

    Raises:
        EnvironmentFailed: It does not run.
    """
    code = "import platform; print(platform.python_version())"
    try:
        told = subprocess.run(
            [str(python), "-I", "-c", code],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=_VERSION_TIMEOUT_S,
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentFailed(
            f"the interpreter {python} does not run ({error}); name another one"
        ) from error
    return told.stdout.strip()
