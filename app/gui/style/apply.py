"""Puts a theme on the application, and changes it when the desktop or the user does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.gui.style.sheet import style_sheet
from app.gui.style.theme import DARK, LIGHT, Theme

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

#: What Qt calls each of ``app.settings.THEMES``; the desktop decides where it is unknown.
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def palette(theme: Theme) -> QPalette:
    """A theme as the palette that Fusion draws with."""
    colours: Final = {
        _Role.Window: theme.window,
        _Role.WindowText: theme.text,
        _Role.Base: theme.card,
        _Role.AlternateBase: theme.raised,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.muted,
        _Role.Button: theme.raised,
        _Role.ButtonText: theme.text,
        _Role.BrightText: theme.bad,
        _Role.ToolTipBase: theme.raised,
        _Role.ToolTipText: theme.text,
        _Role.Highlight: theme.accent,
        _Role.HighlightedText: theme.on_accent,
        _Role.Link: theme.accent,
        _Role.Mid: theme.outline,
        _Role.Accent: theme.accent,
    }
    result = QPalette(QColor(theme.raised), QColor(theme.window))
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(_Group.Disabled, role, QColor(theme.idle))
    return result


class Style(QObject):
    """The application's current theme. Views ask it, and listen to it.

    Attributes:
        changed: Another theme is in force now.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._preference = "system"
        self.theme = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def apply_palette(self) -> None:
        """Set style and palette: what every window needs, and cheap."""
        self._application.setStyle("Fusion")
        self._application.setPalette(palette(self.theme))

    def apply_sheet(self) -> None:
        """Set the style sheet too; done before the first window, after the tray icon."""
        self._application.setStyleSheet(style_sheet(self.theme))

    def prefer(self, preference: str) -> None:
        """Follow the desktop (``system``), or be ``light`` or ``dark`` whatever it is."""
        if preference == self._preference:
            return
        self._preference = preference
        # For what is not ours to draw: the windows' frames, the system's own dialogs.
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[preference])
        self._follow()

    def _wanted(self) -> Theme:
        scheme = _SCHEMES[self._preference]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def use(self, theme: Theme) -> None:
        """Put another theme on everything, until the desktop changes its mind."""
        if theme is self.theme:
            return
        self.theme = theme
        self._application.setPalette(palette(theme))
        if self._application.styleSheet():
            self.apply_sheet()
        self.changed.emit()

    def _follow(self) -> None:
        self.use(self._wanted())
