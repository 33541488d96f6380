"""A button that frees the GPU, and a banner for as long as it is freed."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.controller.gpu_release import GpuRelease, GpuState
from app.gui.gpu_release import wording
from app.gui.style.theme import GRID


class FreeGpuButton(QPushButton):
    """Frees the GPU. Its tool tip says why it is disabled."""

    def __init__(self, gpu_release: GpuRelease, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gpu_release = gpu_release
        self.setObjectName("freeGpu")
        self.setText(self.tr("Free GPU"))
        self.clicked.connect(gpu_release.release)
        self.refresh()

    def refresh(self) -> None:
        """Shows the present state."""
        self.setEnabled(self._gpu_release.state is GpuState.ENGINES)
        reason = wording.releasing(self._gpu_release)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)


class GpuBanner(QFrame):
    """Says that the GPU is freed, and offers what can be done about it; else hidden."""

    def __init__(
        self, gpu_release: GpuRelease, free_gpu: FreeGpuButton, parent: QWidget | None = None
    ) -> None:
        """Creates the banner.

        Args:
            gpu_release: What it shows.
            free_gpu: Hands the focus to the banner's own button, and gets it back.
            parent: Qt's.
        """
        super().__init__(parent)
        self._gpu_release = gpu_release
        self._free_gpu = free_gpu
        self._owes_focus = False
        self._stand_in: QWidget | None = None
        self.setProperty("role", "banner")
        self.setObjectName("gpuBanner")
        self._headline = QLabel(self)
        self._headline.setObjectName("gpuHeadline")
        self._headline.setProperty("role", "heading")
        self._detail = QLabel(self)
        self._detail.setProperty("role", "caption")
        for label in (self._headline, self._detail):
            label.setWordWrap(True)
        self.action = QPushButton(self)
        self.action.setObjectName("gpuAction")
        self.action.clicked.connect(self._act)
        self._lay_out()
        gpu_release.changed.connect(self._show)
        self._show()

    def _act(self) -> None:
        action = self._gpu_release.action
        if action is not None:
            action()

    def _show(self) -> None:
        gpu_release = self._gpu_release
        headline, detail = wording.headline(gpu_release), wording.detail(gpu_release)
        focused = QApplication.focusWidget()
        is_owed = self._owes_focus and focused is self._stand_in
        has_focus = is_owed or focused in (self._free_gpu, self.action)
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.action.setText(wording.action(gpu_release))
        self.action.setToolTip(wording.explanation(gpu_release))
        self.action.setEnabled(gpu_release.action is not None)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(detail)
        self.setVisible(bool(headline))
        self._free_gpu.refresh()
        if has_focus:
            self._pass_focus(self.action if headline else self._free_gpu)

    def _pass_focus(self, button: QPushButton) -> None:
        # A disabled button gets it later, unless the user has moved the focus by then.
        button.setFocus()
        self._owes_focus = not button.hasFocus()
        self._stand_in = QApplication.focusWidget()

    def _lay_out(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(GRID // 4)
        text.addWidget(self._headline)
        text.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID, GRID, GRID)
        layout.setSpacing(GRID * 2)
        layout.addLayout(text, 1)
        layout.addWidget(self.action)
