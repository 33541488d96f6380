"""The table's columns: titles, explanations, and default layout."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QCoreApplication

#: Shown for an unknown value.
DASH = "–"


class Column(IntEnum):
    """Columns in their default order."""

    ENGINE = 0
    STATE = 1
    DEVICE = 2
    MEMORY = 3
    PEAK = 4
    BUDGET = 5
    RAM = 6
    CPU = 7
    REQUESTS = 8
    REAL_TIME_FACTOR = 9
    FIRST_AUDIO = 10
    LAST_USED = 11
    STOPS_IN = 12
    IDLE_TIMEOUT = 13
    PINNED = 14
    ACTION = 15

    @property
    def setting(self) -> str:
        """The column's name in the settings file."""
        return self.name.lower()


#: Can't be hidden, because it identifies the row.
NEVER_HIDDEN = Column.ENGINE
#: Takes the remaining width, until the user sets its width.
FLEXIBLE = Column.STATE

#: Columns that are hidden by default.
HIDDEN_AT_FIRST = frozenset(
    {
        Column.PEAK,
        Column.BUDGET,
        Column.RAM,
        Column.CPU,
        Column.REQUESTS,
        Column.REAL_TIME_FACTOR,
        Column.FIRST_AUDIO,
        Column.LAST_USED,
        Column.PINNED,
    }
)
#: Smallest default widths, in grid units.
WIDTHS = {
    Column.ENGINE: 21,
    Column.STATE: 13,
    Column.DEVICE: 9,
    Column.MEMORY: 13,
    Column.PEAK: 10,
    Column.BUDGET: 11,
    Column.RAM: 10,
    Column.CPU: 9,
    Column.REQUESTS: 11,
    Column.REAL_TIME_FACTOR: 16,
    Column.FIRST_AUDIO: 12,
    Column.LAST_USED: 13,
    Column.STOPS_IN: 9,
    Column.IDLE_TIMEOUT: 13,
    Column.PINNED: 12,
    Column.ACTION: 12,
}
#: Widths of columns that are wider if there is room, so that names and sizes aren't cut.
ROOMY = {Column.ENGINE: 24, Column.MEMORY: 15}


def _tr(text: str) -> str:
    return QCoreApplication.translate("worker_table", text)


def heading(column: Column) -> str:
    """Returns the header text of a column; empty for the buttons."""
    return "" if column is Column.ACTION else title(column)


def title(column: Column) -> str:
    """Returns the name of a column for menus and screen readers."""
    return {
        Column.ENGINE: _tr("Engine"),
        Column.STATE: _tr("State"),
        Column.DEVICE: _tr("Device"),
        Column.MEMORY: _tr("Memory"),
        Column.PEAK: _tr("Peak"),
        Column.BUDGET: _tr("Budget"),
        Column.RAM: _tr("RAM"),
        Column.CPU: _tr("CPU"),
        Column.REQUESTS: _tr("Requests"),
        Column.REAL_TIME_FACTOR: _tr("Real-time factor"),
        Column.FIRST_AUDIO: _tr("First audio"),
        Column.LAST_USED: _tr("Last used"),
        Column.STOPS_IN: _tr("Stops in"),
        Column.IDLE_TIMEOUT: _tr("Idle timeout"),
        Column.PINNED: _tr("Pinned"),
        Column.ACTION: _tr("Action"),
    }[column]


def explanation(column: Column) -> str:
    """Returns the meaning of a column's figures; empty if the title is enough."""
    return {
        Column.MEMORY: _tr("Memory in use, and memory reserved"),
        Column.PEAK: _tr("Highest memory use since the engine started"),
        Column.BUDGET: _tr("Memory reserved when the engine starts"),
        Column.RAM: _tr("RAM used by all processes of the engine"),
        Column.CPU: _tr("CPU use of the engine’s processes. 100 % is one core"),
        Column.REQUESTS: _tr("Requests completed since Engine Room started"),
        Column.REAL_TIME_FACTOR: _tr(
            "Processing time per second of speech in the last request. Below 1 is faster than "
            "real time"
        ),
        Column.FIRST_AUDIO: _tr(
            "Time from the last streaming request to its first audio, including waiting and loading"
        ),
        Column.STOPS_IN: _tr("Time until the idle engine stops"),
    }.get(column, "")
