"""What the user decided, kept across restarts."""

from __future__ import annotations

from app.settings.settings import Settings
from app.settings.store import SettingsStore

__all__ = ["Settings", "SettingsStore"]
