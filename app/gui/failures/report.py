"""Reports of failures, and the last lines of logs; both are read from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub
    from app.gui.state.failure_note import FailureNote
    from workers.devices.probe import DeviceReading

#: Number of log lines in a card, and in a report.
_IN_CARD, _IN_REPORT = 50, 100


def copy_report(
    note: FailureNote, hub: Hub, devices: tuple[DeviceReading, ...], done: Callable[[str], None]
) -> None:
    """Copies a report to the clipboard; it is made on a background thread.

    Args:
        note: The failure.
        hub: Knows the engine and its log.
        devices: The devices of the last reading.
        done: Called in the main thread with the reason for a failure; empty for success.
    """
    view = hub.view(note.engine)

    def make_report() -> str:
        from app.reports.report import Incident, report
        from app.reports.system_facts import identity, system_facts

        incident = Incident(
            view.entry,
            note.failure,
            note.was_installing,
            view.fixed_to,
            devices,
            () if note.was_installing else _last_lines(hub, note.log, _IN_REPORT),
        )
        return report(incident, system_facts(), identity())

    def copy(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        done("")

    hub.background.run(make_report, copy, lambda error: done(str(error)))


def read_last_lines(note: FailureNote, hub: Hub, done: Callable[[tuple[str, ...]], None]) -> None:
    """Reads the end of a log on a background thread, and calls ``done`` in the main thread."""
    hub.background.run(
        lambda: _last_lines(hub, note.log, _IN_CARD), done, lambda error: done((str(error),))
    )


def _last_lines(hub: Hub, log: str, count: int) -> tuple[str, ...]:
    from app.logs.lines import level_name
    from app.logs.reading import LogReader

    room = hub.room
    if room is None:
        return ()
    lines = LogReader(room.log.path(log), max_lines=count).follow().lines
    return tuple(f"{line.time} {level_name(line.level):<8} {line.text}" for line in lines)
