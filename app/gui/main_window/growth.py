"""Makes the window higher for what comes up in it, and lower again when that has gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_STATES = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


class Growth:
    """Changes one window's height, and respects what the user made of it."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._before: int | None = None
        self._after = 0

    def remember(self) -> None:
        """Note the height before something comes up: showing it may make the window higher."""
        if self._before is None or self._window.height() != self._after:
            self._before = self._window.height()
        self._after = self._before

    def fit(self) -> None:
        """Make room for all there is, as far as the screen allows."""
        window, layout = self._window, self._window.layout()
        if layout is None or window.windowState() & _STATES:
            return
        layout.activate()
        # Texts that wrap count by the width that there is.
        wanted = max(window.sizeHint().height(), layout.totalHeightForWidth(window.width()))
        most = window.screen().availableGeometry().height() * 9 // 10
        window.resize(window.width(), max(window.height(), min(wanted, most)))
        self._after = window.height()

    def give_back(self) -> None:
        """Return to the height that was remembered, unless the user has chosen another since."""
        # Once the window knows how low it may be now.
        QTimer.singleShot(0, self._window, self._give_back)

    def _give_back(self) -> None:
        if self._before is not None and self._window.height() == self._after:
            self._window.resize(self._window.width(), self._before)
        self._before = None
