"""Progress in docks of Linux and BSD: a signal on D-Bus that Unity began, and others took over.

Plasma's task manager, Dash to Dock, Ubuntu's dock and Plank listen to it. Whoever sends it
learns nothing of whether anybody does. https://wiki.ubuntu.com/Unity/LauncherAPI
"""

from __future__ import annotations

import itertools

from PySide6.QtDBus import QDBusConnection, QDBusMessage

_INTERFACE = "com.canonical.Unity.LauncherEntry"
_PATH = "/com/canonical/unity/launcherentry/1"
#: Docks know a program by the name of its desktop file.
_PROGRAM = "application://engineroom.desktop"

_names = (f"engineroom-progress-{number}" for number in itertools.count())


class LauncherEntry:
    """See :class:`app.gui.progress.task_bar.TaskBar`."""

    def __init__(self, address: str | None = None) -> None:
        """Args: address: Of the bus; the session's own when None."""
        self._address = address
        self._name = next(_names)
        self._bus: QDBusConnection | None = None

    def show(self, fraction: float | None) -> None:
        """See the contract. What has no known fraction cannot be shown there."""
        if fraction is None:
            self.hide()
        else:
            self._send({"progress": float(fraction), "progress-visible": True})

    def hide(self) -> None:
        """See the contract."""
        self._send({"progress-visible": False})

    def _send(self, properties: dict[str, object]) -> None:
        message = QDBusMessage.createSignal(_PATH, _INTERFACE, "Update")
        message.setArguments([_PROGRAM, properties])
        bus = self._connected()
        if not bus.send(message):
            raise OSError(bus.lastError().message())

    def _connected(self) -> QDBusConnection:
        if self._bus is None or not self._bus.isConnected():
            place = self._address or QDBusConnection.BusType.SessionBus
            self._bus = QDBusConnection.connectToBus(place, self._name)  # pyright: ignore[reportCallIssue,reportArgumentType] - either is taken
        if not self._bus.isConnected():
            raise OSError(self._bus.lastError().message())
        return self._bus
