"""The command that starts this copy of the program in the tray."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class StartCommand:
    """A command line and its working folder.

    Attributes:
        arguments: The program first.
        folder: Working folder; None for any.
    """

    arguments: tuple[str, ...]
    folder: Path | None = None

    @classmethod
    def of_this_copy(
        cls, executable: str = sys.executable, root: Path = _ROOT, *, is_frozen: bool | None = None
    ) -> StartCommand:
        """Returns the command for the running copy.

        Args:
            executable: The frozen program, or the interpreter.
            root: Folder of the packages: a checkout, or site-packages.
            is_frozen: The program is a frozen build; detected when None.
        """
        if getattr(sys, "frozen", False) if is_frozen is None else is_frozen:
            return cls((executable, "--hidden"))
        python = _without_console(Path(executable))
        is_installed = root.name == "site-packages"
        return cls((str(python), "-m", "app", "--hidden"), None if is_installed else root)


def _without_console(python: Path) -> Path:
    # python.exe would open a console window for as long as the program runs.
    windowed = python.with_name("pythonw.exe")
    return windowed if python.name.lower() == "python.exe" and windowed.exists() else python
