"""Widgets that record, choose, and play audio."""
