"""What every platform's way of starting programs can do."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class AutostartState(Enum):
    """Whether the program starts when the user logs in."""

    OFF = "off"
    ON = "on"
    #: One does, but it is not this one: it was moved, or there are several.
    ANOTHER_COPY = "another copy"


class Autostart(Protocol):
    """One program's place among those that start with the session."""

    def state(self) -> AutostartState:
        """What the system would do at the next log-in.

        Raises:
            OSError: That cannot be read.
        """
        ...

    def turn_on(self) -> None:
        """Have this copy started, and no other one.

        Raises:
            OSError: That cannot be written.
        """
        ...

    def turn_off(self) -> None:
        """Have none started; nothing happens when none is.

        Raises:
            OSError: That cannot be written.
        """
        ...
