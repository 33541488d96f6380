"""What the user decided, kept across restarts."""

from __future__ import annotations

from app.settings.engine_settings import ANY_DEVICE, EngineSettings
from app.settings.settings import (
    DEFAULT_RESERVE_GB,
    LARGEST_RESERVE_GB,
    LATENCIES,
    LOG_LEVELS,
    THEMES,
    Latency,
    Settings,
)
from app.settings.store import SettingsStore
from app.settings.table_settings import TableSettings

__all__ = [
    "ANY_DEVICE",
    "DEFAULT_RESERVE_GB",
    "LARGEST_RESERVE_GB",
    "LATENCIES",
    "LOG_LEVELS",
    "THEMES",
    "EngineSettings",
    "Latency",
    "Settings",
    "SettingsStore",
    "TableSettings",
]
