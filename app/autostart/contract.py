"""The Protocol that each platform implements."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class AutostartState(Enum):
    """Whether the program starts when the user logs in."""

    OFF = "off"
    ON = "on"
    #: Another copy of the program starts: this one was moved, or there are several.
    ANOTHER_COPY = "another copy"


class Autostart(Protocol):
    """Starts the program with the session, or doesn't."""

    def state(self) -> AutostartState:
        """Returns what the system does at the next login.

        Raises:
            OSError: The state can't be read.
        """
        ...

    def turn_on(self) -> None:
        """Makes this copy start, and no other one.

        Raises:
            OSError: The state can't be written.
        """
        ...

    def turn_off(self) -> None:
        """Makes no copy start.

        Raises:
            OSError: The state can't be written.
        """
        ...
