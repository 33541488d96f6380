"""Controls that show a setting and change it: what a page needs for a row of the settings table.

A setting whose choices are fixed needs one line on its page::

    self.theme = setting_combo("theme", choices, hub.settings, Settings.theme)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from app.gui.widgets.form import check, combo

if TYPE_CHECKING:
    from PySide6.QtWidgets import QCheckBox, QComboBox

    from app.gui.controller.settings_controller import SettingsController
    from app.settings import AppSetting

T = TypeVar("T")


def setting_check(
    name: str, text: str, settings: SettingsController, setting: AppSetting[bool]
) -> QCheckBox:
    """Makes a check box for a setting. Args: name: The object name."""
    box = check(name, text)
    box.clicked.connect(lambda checked: settings.set(setting, checked))
    _Refresh(box, settings, lambda: box.setChecked(settings.current.get(setting)))
    return box


def setting_combo(
    name: str,
    choices: Iterable[tuple[str, T]],
    settings: SettingsController,
    setting: AppSetting[T],
) -> QComboBox:
    """Makes a list of choices for a setting.

    Args:
        name: The object name.
        choices: A text and a value for each.
        settings: Changes the setting.
        setting: Its row.
    """
    box = combo(name, choices)
    box.activated.connect(lambda: settings.set(setting, box.currentData()))
    _Refresh(
        box, settings, lambda: box.setCurrentIndex(box.findData(settings.current.get(setting)))
    )
    return box


class _Refresh(QObject):
    """Shows a setting in a control, now and after every change, as long as the control lives."""

    def __init__(
        self, control: QObject, settings: SettingsController, show: Callable[[], None]
    ) -> None:
        super().__init__(control)
        self._show = show
        settings.changed.connect(self._refresh)  # A method: disconnected with its object.
        show()

    def _refresh(self) -> None:
        self._show()
