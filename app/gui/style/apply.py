"""Applies a theme to the application, chosen by the desktop or the user."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.gui.style.sheet import style_sheet
from app.gui.style.theme import DARK, LIGHT, Theme

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

#: Qt's name of each of ``app.settings.THEMES``; unknown follows the desktop.
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def palette(theme: Theme) -> QPalette:
    """Returns a theme as the palette that Fusion draws with."""
    colors: Final = {
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
    for role, color in colors.items():
        result.setColor(role, QColor(color))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(_Group.Disabled, role, QColor(theme.idle))
    return result


class Style(QObject):
    """The application's theme.

    Attributes:
        theme: The theme in force.
        changed: ``theme`` has changed.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._preference = "system"
        self.theme = self._preferred_theme()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    def apply_palette(self) -> None:
        """Sets style and palette, which every window needs; cheap."""
        self._application.setStyle("Fusion")
        self._application.setPalette(palette(self.theme))

    def apply_sheet(self) -> None:
        """Sets the style sheet, too: before the first window, but after the tray icon."""
        self._application.setStyleSheet(style_sheet(self.theme))

    def prefer(self, preference: str) -> None:
        """Follows the desktop (``system``), or is always ``light`` or ``dark``."""
        if preference == self._preference:
            return
        self._preference = preference
        # For what the system draws: window frames, and its own dialogs.
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[preference])
        self._apply()

    def _preferred_theme(self) -> Theme:
        scheme = _SCHEMES[self._preference]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def use(self, theme: Theme) -> None:
        """Applies another theme, until the desktop or the user changes it."""
        if theme is self.theme:
            return
        self.theme = theme
        self._application.setPalette(palette(theme))
        if self._application.styleSheet():
            self.apply_sheet()
        self.changed.emit()

    def _apply(self) -> None:
        self.use(self._preferred_theme())
