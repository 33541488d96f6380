"""Makes a window taller for parts that open, and returns it to its height."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


class WindowGrowth:
    """Makes a window taller by what it needs, and takes that back later.

    Everything below an opened part moves down by the part's height, and back when it closes.
    """

    def __init__(self) -> None:
        self._before: int | None = None
        self._after = 0

    def remember(self, window: QWidget) -> None:
        """Remembers the height before a part opens: showing it may make the window taller."""
        if self._before is None or window.height() != self._after:
            self._before = window.height()
        self._after = self._before

    def fit(self, window: QWidget) -> None:
        """Makes the window as tall as it needs to be, as far as the screen allows.

        Args:
            window: Keeps its size if it fills the screen, or is tall enough.
        """
        layout = window.layout()
        if layout is None or window.isMaximized() or window.isFullScreen():
            return
        # Sizes are passed on from the inside out, so the innermost layouts come first.
        for part in reversed(window.findChildren(QWidget)):
            inner = part.layout()
            if inner is not None:
                inner.activate()
        layout.activate()
        # Wrapped texts need a height that depends on the width.
        needed = max(window.sizeHint().height(), layout.totalHeightForWidth(window.width()))
        below = window.screen().availableGeometry().bottom() - window.frameGeometry().bottom()
        most = window.height() + max(0, below)
        window.resize(window.width(), max(window.height(), min(needed, most)))
        self._after = window.height()

    def give_back(self, window: QWidget) -> None:
        """Returns to the remembered height, unless the user has chosen another one since."""
        before, self._before = self._before, None
        # Its minimum height may have made it taller than requested.
        if before is not None and window.height() == max(self._after, window.minimumHeight()):
            # Until this event it would keep its old minimum height.
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
            window.resize(window.width(), before)
