"""Reports and last lines of failures: what has to be read from the disk for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gui.controller.hub import Hub
    from app.gui.state.failure_note import FailureNote
    from workers.devices.probe import DeviceReading

#: Lines of the log that stand in a card, and in a report.
_IN_CARD, _IN_REPORT = 50, 100


def copy_report(
    note: FailureNote, hub: Hub, devices: tuple[DeviceReading, ...], done: Callable[[str], None]
) -> None:
    """Put a report into the clipboard; it is put together off the main thread.

    Args:
        note: What it is about.
        hub: Knows the engine and its log.
        devices: Of the last reading.
        done: Told why it could not be, in the main thread; the empty text when it is there.
    """
    view = hub.view(note.engine)

    def put_together() -> str:
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

    hub.background.run(put_together, copy, lambda error: done(str(error)))


def read_last_lines(note: FailureNote, hub: Hub, done: Callable[[tuple[str, ...]], None]) -> None:
    """Read an engine's log off the main thread, and hand over its end in the main thread."""
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
    return tuple(f"{it.time} {level_name(it.level):<8} {it.text}" for it in lines)
