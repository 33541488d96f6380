"""Helpers that adapters share; they run in an engine's process. Listing engines/ lists engines."""
