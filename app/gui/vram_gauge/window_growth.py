"""Room in the window for what is opened in it, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class WindowGrowth:
    """Makes a window taller by what it lacks, and takes that back later.

    What is below an opened part then moves down by its height and nothing else changes; after
    it is closed again everything is where it was.
    """

    def __init__(self) -> None:
        self._heights: tuple[int, int] | None = None

    def grow(self, window: QWidget, wanted: int) -> None:
        """Make room, as far as the screen allows.

        Args:
            window: It keeps its size where it fills the screen, or has room to spare.
            wanted: Pixels that are about to be needed.
        """
        self._heights = None
        if not window.isVisible() or window.isMaximized() or window.isFullScreen():
            return
        spare = max(0, window.height() - window.sizeHint().height())
        below = window.screen().availableGeometry().bottom() - window.frameGeometry().bottom()
        growth = min(wanted - spare, below)
        if growth > 0:
            self._heights = (window.height(), window.height() + growth)
            window.resize(window.width(), self._heights[1])

    def shrink(self, window: QWidget) -> None:
        """Undo that, unless the window has been resized since."""
        heights, self._heights = self._heights, None
        # It may have become taller than was asked for: by what it needs at least.
        if heights is not None and window.height() == max(heights[1], window.minimumHeight()):
            # It learns first that it needs less: until then it would refuse.
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
            window.resize(window.width(), heights[0])
