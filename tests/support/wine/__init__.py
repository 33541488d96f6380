"""Windows programs on Linux: Debian's wine, and the official embeddable Python in it."""

from tests.support.wine.program import RemoteError, WindowsProgram
from tests.support.wine.windows import Windows

__all__ = ["RemoteError", "Windows", "WindowsProgram"]
