"""How this copy of the program is started, hidden in the tray."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class StartCommand:
    """A command line, and where it has to be run.

    Attributes:
        arguments: The program first.
        folder: Its working folder; None where that does not matter.
    """

    arguments: tuple[str, ...]
    folder: Path | None = None

    @classmethod
    def of_this_copy(
        cls, executable: str = sys.executable, root: Path = _ROOT, *, is_frozen: bool | None = None
    ) -> StartCommand:
        """The command for the copy that is running.

        Args:
            executable: The frozen program, or the interpreter.
            root: What the packages are in: a checkout, or an environment's site-packages.
            is_frozen: The program is a build of its own; found out when None.
        """
        if getattr(sys, "frozen", False) if is_frozen is None else is_frozen:
            return cls((executable, "--hidden"))
        python = _without_console(Path(executable))
        is_installed = root.name == "site-packages"
        return cls((str(python), "-m", "app", "--hidden"), None if is_installed else root)


def _without_console(python: Path) -> Path:
    # python.exe would open a console window that stays as long as the program runs.
    windowed = python.with_name("pythonw.exe")
    return windowed if python.name.lower() == "python.exe" and windowed.exists() else python
