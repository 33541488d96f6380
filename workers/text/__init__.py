"""Prepares a text for an engine: cleans it, checks it, and splits it into pieces."""
