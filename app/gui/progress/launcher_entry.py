"""Progress in docks of Linux and BSD, by a D-Bus signal that Unity introduced.

Plasma's task manager, Dash to Dock, Ubuntu's dock, and Plank support it. The sender can't know
whether a dock listens. https://wiki.ubuntu.com/Unity/LauncherAPI
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
        """Connects later; ``address`` is the bus's, or None for the session's own."""
        self._address = address
        self._name = next(_names)
        self._bus: QDBusConnection | None = None

    def show(self, fraction: float | None) -> None:
        """See the contract. Docks can't show an unknown fraction."""
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
            address = self._address or QDBusConnection.BusType.SessionBus
            self._bus = QDBusConnection.connectToBus(address, self._name)  # pyright: ignore[reportCallIssue,reportArgumentType] - both types work
        if not self._bus.isConnected():
            raise OSError(self._bus.lastError().message())
        return self._bus
