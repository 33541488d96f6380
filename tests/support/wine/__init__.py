"""Windows programs on Linux, in Wine, with the official embeddable Python."""

from tests.support.wine.program import RemoteError, WindowsProgram
from tests.support.wine.windows import Windows

__all__ = ["RemoteError", "Windows", "WindowsProgram"]
