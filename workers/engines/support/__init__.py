"""Helpers that adapters share, in the engine's process; listing engines/ lists engines."""
