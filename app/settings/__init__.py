"""The user's settings: one table of them (``settings.py``), kept in a TOML file (``store.py``)."""

from __future__ import annotations

from app.settings.setting import AppSetting, EngineSetting
from app.settings.settings import ANY_DEVICE, EngineSettings, Latency, Settings
from app.settings.store import SettingsStore
from app.settings.table_settings import TableSettings

__all__ = [
    "ANY_DEVICE",
    "AppSetting",
    "EngineSetting",
    "EngineSettings",
    "Latency",
    "Settings",
    "SettingsStore",
    "TableSettings",
]
