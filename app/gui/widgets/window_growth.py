"""Room in the window for what comes up in it, and back again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


class WindowGrowth:
    """Makes a window taller by what it lacks, and takes that back later.

    What is below an opened part then moves down by its height and nothing else changes; after
    it is closed again everything is where it was.
    """

    def __init__(self) -> None:
        self._before: int | None = None
        self._after = 0

    def remember(self, window: QWidget) -> None:
        """Note the height before something comes up: showing it may make the window taller."""
        if self._before is None or window.height() != self._after:
            self._before = window.height()
        self._after = self._before

    def fit(self, window: QWidget) -> None:
        """Make room for all there is now, as far as the screen allows.

        Args:
            window: It keeps its size where it fills the screen, or has room to spare.
        """
        layout = window.layout()
        if layout is None or window.isMaximized() or window.isFullScreen():
            return
        # Parts within parts tell in turn that they need more: the innermost come first here.
        for part in reversed(window.findChildren(QWidget)):
            inner = part.layout()
            if inner is not None:
                inner.activate()
        layout.activate()
        # Texts that wrap count by the width that there is.
        wanted = max(window.sizeHint().height(), layout.totalHeightForWidth(window.width()))
        below = window.screen().availableGeometry().bottom() - window.frameGeometry().bottom()
        most = window.height() + max(0, below)
        window.resize(window.width(), max(window.height(), min(wanted, most)))
        self._after = window.height()

    def give_back(self, window: QWidget) -> None:
        """Return to the height that was remembered, unless the user has chosen another since."""
        before, self._before = self._before, None
        # It may have become taller than was asked for: by what it needs at least.
        if before is not None and window.height() == max(self._after, window.minimumHeight()):
            # It learns first that it needs less: until then it would refuse.
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
            window.resize(window.width(), before)
