"""The Advanced page: folders, log level, and reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton

from app.gui.settings_dialog.controls import setting_combo
from app.gui.settings_dialog.folders import FolderRows
from app.gui.widgets.confirmation import Confirmation
from app.gui.widgets.form import Form, Page
from app.settings import Settings

if TYPE_CHECKING:
    from app.gui.controller.hub import Hub


class AdvancedPage(Page):
    """Settings that most people never need."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(QCoreApplication.translate("settings", "Advanced"))
        self._hub = hub
        self.folders = FolderRows(hub)
        self.log_level = setting_combo(
            "logLevel",
            (
                (self.tr("Errors only"), "error"),
                (self.tr("Warnings and errors"), "warning"),
                (self.tr("Info"), "info"),
                (self.tr("Debug"), "debug"),
            ),
            hub.settings,
            Settings.log_level,
        )
        self.reset = QPushButton(self.tr("Reset all settings…"))
        self.reset.setObjectName("resetSettings")
        form = Form()
        form.add_control(self.tr("&Log level"), self.log_level)
        self.add(self.folders)
        self.add_form(form)
        self.add_row(self.reset)
        self.add_stretch()
        self.reset.clicked.connect(self._confirm_reset)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.folders.look_up()

    def _confirm_reset(self) -> None:
        question = Confirmation(
            self.tr("Reset all settings?"),
            self.tr(
                "Resets every setting in this window to its default, including idle timeouts, "
                "pins, and devices. Running engines keep running. Installed engines, your own "
                "catalog entries, and the start-at-login setting are not changed. Your "
                "current settings are saved in a backup file."
            ),
            self.window(),
        )
        question.setObjectName("resetQuestion")
        question.offer(self.tr("&Reset"), self.tr("&Keep settings"))
        question.agreed.connect(self._hub.settings.reset)
        question.present()
