"""How a process ended."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass

#: Exit codes with a meaning of the child side's own.
LOAD_FAILED = 2
FATAL = 3

#: Windows has no signals. A worker that we kill gets this exit code there: an error that no system
#: component uses (bit 29 marks those of applications), with SIGKILL's number.
KILLED_ON_WINDOWS = 0xE0000009

_MEANINGS = {
    LOAD_FAILED: "its model or its tool module could not be loaded",
    # Windows' C library ends a program with 3, too, for SIGABRT and SIGSEGV raised by hand.
    FATAL: "its request loop failed" + (", or it aborted" if sys.platform == "win32" else ""),
    KILLED_ON_WINDOWS: "it was killed",
    # NTSTATUS values that a process may end with; [MS-ERREF] section 2.3.1.
    0xC0000005: "access violation, as from a fault in a native library",
    0xC0000006: "a memory-mapped file couldn't be read",
    0xC0000017: "out of memory",
    0xC000001D: "illegal instruction; a library may require a newer processor",
    0xC0000094: "integer division by zero",
    0xC00000FD: "stack overflow",
    0xC000012D: "out of memory: the paging file is too small",
    0xC0000135: "a required DLL wasn't found",
    0xC0000138: "a required DLL has the wrong version (ordinal not found)",
    0xC0000139: "a required DLL has the wrong version (entry point not found)",
    0xC000013A: "it was interrupted, or its console was closed",
    0xC0000142: "a required DLL failed to initialize",
    0xC0000374: "heap corruption",
    0xC0000409: "a library called abort(), or its stack was overrun",
    # Of Microsoft's C++ run-time library: an uncaught exception, a DLL loaded on demand.
    0xE06D7363: "an unhandled C++ exception",
    0xC06D007E: "a required DLL wasn't found",
}


@dataclass(frozen=True, slots=True)
class ExitStatus:
    """How a worker's process ended.

    Attributes:
        exit_code: As of ``subprocess``: negative for a signal, and on Windows an NTSTATUS value
            of 32 bits for a process that the system has ended.
        requested: True when this program stopped it.
        killed_by_us: True when this program killed it for what it did, or did not do. The error
            of its caller says why.
    """

    exit_code: int
    requested: bool = False
    killed_by_us: bool = False

    @property
    def signal_name(self) -> str | None:
        """Name of the signal that killed it, such as ``SIGKILL``; None for an exit."""
        if self.exit_code >= 0:
            return None
        try:
            return signal.Signals(-self.exit_code).name
        except ValueError:
            return f"signal {-self.exit_code}"

    def __str__(self) -> str:
        """Returns a clause without a subject: ``was killed by SIGKILL``."""
        if self.requested:
            return f"was stopped (exit={self.exit_code})"
        name = self.signal_name
        if name == "SIGKILL" and not self.killed_by_us:
            return "was killed by SIGKILL"
        if name is not None:
            return f"was killed by {name}"
        if self.exit_code == 0:
            return "exited on its own with exit code 0"
        # Windows' own codes are documented in their hexadecimal form.
        code = f"0x{self.exit_code:08X}" if self.exit_code >= 0x80000000 else f"{self.exit_code}"
        meaning = _MEANINGS.get(self.exit_code)
        return f"ended with exit code {code}" + (f": {meaning}" if meaning else "")
