"""A private desktop: an X server without a screen, and a real tray on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.patience import PATIENCE_S, crowding

PROGRAMS = ("Xvfb", "trayer", "xdotool")


def missing_programs() -> str:
    """Returns the names of missing programs, separated by commas."""
    return ", ".join(program for program in PROGRAMS if shutil.which(program) is None)


class Desktop:
    """Xvfb, with or without trayer; mouse and keyboard through xdotool.

    Attributes:
        environment: Variables for programs that use the desktop.
    """

    def __init__(self, *, has_tray: bool = True, size: str = "1280x900") -> None:
        self._has_tray = has_tray
        self._size = size
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        screen = ("-screen", "0", f"{self._size}x24")
        command = ["Xvfb", "-displayfd", str(writing), *screen, "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
        self._processes.append(server)
        os.close(writing)
        with os.fdopen(reading) as pipe:  # Xvfb picks a free display number
            display = pipe.readline().strip()
        self.environment = {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        if self._has_tray:
            where = ("--edge", "bottom", "--align", "right", "--widthtype", "request")
            tray = subprocess.Popen(
                ["trayer", *where, "--height", "24"],
                env={**os.environ, **self.environment},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._processes.append(tray)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=PATIENCE_S)

    def click(self, position: tuple[int, int], button: int = 1) -> None:
        """Moves the mouse to a position and clicks."""
        x, y = map(str, position)
        self._xdotool("mousemove", x, y, "click", str(button))

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, by their X names."""
        self._xdotool("key", "--delay", "80", *keys)

    def type(self, text: str) -> None:
        """Types a text."""
        self._xdotool("type", "--delay", "5", text)

    def photograph(self, path: Path) -> None:
        """Saves a picture of the screen."""
        subprocess.run(
            ["import", "-window", "root", str(path)],
            env={**os.environ, **self.environment},
            check=True,
            timeout=PATIENCE_S * crowding(),
        )

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            env={**os.environ, **self.environment},
            check=True,
            timeout=PATIENCE_S * crowding(),
        )
