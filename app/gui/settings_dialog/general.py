"""The General page: start, theme, and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSystemTrayIcon

from app.gui.controller.save_queue import SaveQueue
from app.gui.settings_dialog.controls import setting_check, setting_combo
from app.gui.text import language
from app.gui.widgets.form import Form, Page, check, combo, note, offer, say
from app.settings import Settings

if TYPE_CHECKING:
    from app.autostart import Autostart, AutostartState
    from app.gui.controller.hub import Hub


class GeneralPage(Page):
    """Start at login, start in the tray, theme, and language."""

    def __init__(self, hub: Hub, autostart: Autostart | None) -> None:
        """Args: autostart: None where this copy of the program can't start at login."""
        super().__init__(QCoreApplication.translate("settings", "General"))
        self._hub = hub
        self._autostart = autostart
        self._changes = SaveQueue(hub.background)
        self._initial_language = hub.settings.current.language
        self._languages: tuple[str, ...] = (language.SOURCE,)
        self.at_login = check("startAtLogin", self.tr("Start when I &log in"))
        self.hidden = setting_check(
            "startHidden", self.tr("Start &in the tray"), hub.settings, Settings.starts_hidden
        )
        self.theme = setting_combo(
            "theme",
            (
                (self.tr("System default"), "system"),
                (self.tr("Light"), "light"),
                (self.tr("Dark"), "dark"),
            ),
            hub.settings,
            Settings.theme,
        )
        self.language = combo("language")
        self._at_login_note, self._hidden_note, self._language_note = note(), note(), note()
        form = Form()
        form.add_check(self.at_login, self._at_login_note)
        form.add_check(self.hidden, self._hidden_note)
        form.add_control(self.tr("&Theme"), self.theme)
        form.add_control(self.tr("Lan&guage"), self.language, self._language_note)
        self.add_form(form)
        self.add_stretch()
        self.at_login.clicked.connect(self._start_at_login)
        self.language.activated.connect(
            lambda: hub.settings.set(Settings.language, self.language.currentData())
        )
        hub.settings.changed.connect(self._show_settings)
        self._show_settings()
        self.at_login.setEnabled(False)  # Until its state has been read.
        if autostart is None:
            text = self.tr("Not available with a custom ENGINEROOM_HOME")
            say(self._at_login_note, text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_autostart()
        self._hub.background.run(language.available, self._offer_languages)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The user may have changed it in the system's settings.
        if event.type() == QEvent.Type.ActivationChange and self.isVisible():
            self._read_autostart()

    def _read_autostart(self) -> None:
        if self._autostart is not None:
            self._hub.background.run(self._autostart.state, self._show_state, self._show_unreadable)
        has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        self.hidden.setEnabled(has_tray)
        text = self.tr("This desktop has no tray, so the window is always shown.")
        say(self._hidden_note, "" if has_tray else text)

    def _start_at_login(self, starts: bool) -> None:
        autostart = self._autostart
        assert autostart is not None, "the box is disabled then"

        def change() -> AutostartState:
            if starts:
                autostart.turn_on()
            else:
                autostart.turn_off()
            return autostart.state()

        self._changes.add(change, self._show_state, self._show_unchanged)

    def _show_state(self, state: AutostartState) -> None:
        from app.autostart import AutostartState

        self.at_login.setEnabled(True)
        self.at_login.setChecked(state is AutostartState.ON)
        text = self.tr(
            "Another copy of Engine Room starts when you log in. Select this to start this "
            "copy instead."
        )
        say(self._at_login_note, text if state is AutostartState.ANOTHER_COPY else "")

    def _show_unreadable(self, error: Exception) -> None:
        self.at_login.setEnabled(False)
        self.at_login.setChecked(False)
        text = self.tr("Couldn’t check whether Engine Room starts when you log in: {}")
        say(self._at_login_note, text.format(error))

    def _show_unchanged(self, error: Exception) -> None:
        self._read_autostart()
        self._hub.settings.notice.emit(self.tr("Couldn’t change this setting: {}").format(error))

    def _offer_languages(self, found: tuple[str, ...]) -> None:
        self._languages = found
        self._show_settings()

    def _show_settings(self) -> None:
        settings = self._hub.settings.current
        choices: list[tuple[str, str | None]] = [(self.tr("System default"), None)]
        choices += [(language.own_name(locale), locale) for locale in self._languages]
        if settings.language not in (None, *self._languages):
            text = self.tr("{} (not available)").format(settings.language)
            choices.append((text, settings.language))
        offer(self.language, choices, settings.language)
        needs_restart = settings.language != self._initial_language
        text = self.tr("Restart Engine Room to change the language.")
        say(self._language_note, text if needs_restart else "")
